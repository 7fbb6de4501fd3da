/// Matrix factorization, one rating at a time: rows for users and items, the models that learn
/// them, and the deltas by which partitions that learn the same items agree.
///
/// A rating touches a user's row, which its partition owns, and an item's row, which every
/// partition sees. [dev.eddy.factorization.Learner] is the single-threaded heart: it predicts,
/// learns, keeps the user's history and collects what it changed of the items as
/// [dev.eddy.factorization.ItemDelta]s. The stream drives it, and so does
/// [dev.eddy.factorization.InMemoryRecommender], the library without Kafka.
///
/// May import: `kernel`, `event`. Start reading at [dev.eddy.factorization.Learner], then
/// [dev.eddy.factorization.BiasedModel] and [dev.eddy.factorization.DotModel].
package dev.eddy.factorization;
