/// Users wherever they live: [dev.eddy.serve.peer.Users] looks here first and asks other instances
/// otherwise; the endpoints by which they ask.
///
/// May import: `factorization.user`, `http`, `http.jetty`, `index`, `serve.backend`,
/// `serve.request`.
///
/// Start reading at [dev.eddy.serve.peer.Users].
package dev.eddy.serve.peer;
