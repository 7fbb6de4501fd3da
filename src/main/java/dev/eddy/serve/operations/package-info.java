/// Endpoints for operators: accuracy, drift, brakes, generations, metrics, readiness, snapshots.
///
/// May import: `challenger`, `drift`, `drift.governor`, `drift.monitor`, `factorization`,
/// `factorization.item`, `factorization.model`, `factorization.user`, `http`, `index`, `lists`,
/// `serve.access`, `serve.backend`, `serve.peer`, `serve.request`.
///
/// Start reading at [dev.eddy.serve.operations.AccuracyEndpoint].
package dev.eddy.serve.operations;
