/// Users: a history of ratings, and the row that is solved from it.
///
/// May import: `factorization.item`, `factorization.model`.
///
/// Start reading at [dev.eddy.factorization.user.History], then
/// [dev.eddy.factorization.user.UserRefit].
package dev.eddy.factorization.user;
