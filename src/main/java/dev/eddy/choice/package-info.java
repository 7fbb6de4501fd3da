/// What somebody will choose next: a score for every item, learned in one pass over the events.
///
/// The score of item `i` for user `u` is that of a log-linear softmax over the catalog,
/// `s(u, i) = Σ w_f · x_f(u, i, now)`, with a dozen features, see [dev.eddy.choice.Feature]: how
/// popular the item is and was lately, and how often it was chosen soon after what the user chose
/// last. [dev.eddy.choice.ChoiceLearner] counts, and keeps the weights `w` fitted; it works on a
/// view of rows that all partitions share, and hands out what it changed as additive
/// [dev.eddy.choice.ChoiceDelta]s. [dev.eddy.choice.ChoiceScorer] scores, lists and gives reasons.
///
/// May import: `kernel`, `factorization`. Start reading at [dev.eddy.choice.ChoiceLearner], then
/// [dev.eddy.choice.ChoiceItem] and [dev.eddy.choice.ChoiceScorer].
package dev.eddy.choice;
