/// The running instance as endpoints see it: [dev.eddy.serve.backend.Backend] and what it returns.
///
/// May import: `catalog`, `challenger`, `choice`, `drift`, `drift.governor`, `event`,
/// `factorization`, `factorization.model`, `factorization.user`, `http`, `index`, `lists`.
///
/// Start reading at [dev.eddy.serve.backend.Backend].
package dev.eddy.serve.backend;
