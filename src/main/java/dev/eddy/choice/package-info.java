/// What a user will choose next: a score for every item, learned in one pass over the events.
///
/// The score of item `i` for user `u` is that of a log-linear softmax over the catalog, `s(u, i) =
/// Σ w_f · x_f(u, i, now)`, with a dozen features, see [dev.eddy.choice.row.ChoiceFeature]: how
/// popular the item is and was lately, and how often it was chosen soon after what the user chose
/// last. [dev.eddy.choice.ChoiceLearner] counts and fits the weights `w`;
/// [dev.eddy.choice.ChoiceScorer] scores items and gives reasons.
///
/// May import: `choice.row`, `factorization`, `factorization.user`, `kernel`.
///
/// Start reading at [dev.eddy.choice.ChoiceLearner], then [dev.eddy.choice.ChoiceScorer].
package dev.eddy.choice;
