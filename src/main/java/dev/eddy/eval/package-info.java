/// Measuring: prequential scores, readers for the data sets that they are measured on, and what
/// their metadata says as features, for the stream as well.
///
/// May import: `event`, `table`, `factorization`, `choice`. Start reading at
/// [dev.eddy.eval.PrequentialScore] and [dev.eddy.eval.RatingFile].
package dev.eddy.eval;
