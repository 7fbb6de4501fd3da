/// Matrix factorization, one rating at a time: [dev.eddy.factorization.Learner] is the
/// single-threaded core. It predicts, learns, keeps the user's history and collects what it changed
/// of items. The stream drives it, and so does [dev.eddy.factorization.RatingRecommender], the
/// library without Kafka.
///
/// May import: `event`, `factorization.item`, `factorization.model`, `factorization.user`,
/// `kernel`.
///
/// Start reading at [dev.eddy.factorization.Learner].
package dev.eddy.factorization;
