/// Endpoints about users and their ratings: read, write, withdraw, forget, similar users.
///
/// May import: `event`, `factorization`, `factorization.user`, `http`, `index`, `serve.backend`,
/// `serve.limit`, `serve.peer`, `serve.request`, `table`.
///
/// Start reading at [dev.eddy.serve.users.UserEndpoint] and
/// [dev.eddy.serve.users.PostRatingsEndpoint].
package dev.eddy.serve.users;
