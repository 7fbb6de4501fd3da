/// Publishes the rows of a file or of a generated world as events, at a steady rate, and reports
/// what became of each row.
///
/// May import: `app.publish`, `app.settings`, `drift.count`, `eval`, `event`, `index`, `kernel`,
/// `serve.backend`, `simulate`, `table`.
///
/// Start reading at [dev.eddy.app.replay.Replay].
package dev.eddy.app.replay;
