/// Measuring: prequential scores, and readers for the data sets that they are measured on.
///
/// May import: `event`, `factorization`. Start reading at
/// [dev.eddy.eval.PrequentialScore] and [dev.eddy.eval.RatingFile].
package dev.eddy.eval;
