/// The models: what stands where in a row, how a score is computed and how a rating changes the
/// rows of user, item and model. [dev.eddy.factorization.model.UserSolver] solves a user from rated
/// items.
///
/// May import: `kernel`.
///
/// Start reading at [dev.eddy.factorization.model.Model], then
/// [dev.eddy.factorization.model.BiasedModel] and [dev.eddy.factorization.model.DotModel].
package dev.eddy.factorization.model;
