/// Evaluation on files: data sets, hold-out and prequential protocols, and the simple recommenders
/// that Eddy is compared with. Nothing that serves or learns from Kafka uses it.
///
/// May import: `choice`, `choice.row`, `event`, `factorization`, `factorization.item`,
/// `factorization.model`, `factorization.user`, `kernel`, `table`.
///
/// Start reading at [dev.eddy.eval.Evaluation] and [dev.eddy.eval.RatingFile].
package dev.eddy.eval;
