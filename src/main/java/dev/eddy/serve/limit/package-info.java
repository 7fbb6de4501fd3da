/// Limits of everything that can grow or wait: places for requests by kind, shares of clients, the
/// memory of bodies, rates of writes. What is beyond a limit is refused at once.
///
/// May import: `http`, `http.jetty`, `serve.request`.
///
/// Start reading at [dev.eddy.serve.limit.Admission].
package dev.eddy.serve.limit;
