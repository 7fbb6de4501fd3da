/// The people of a simulated world before a running instance: lists over HTTP, events through
/// Kafka, and the scenario told step by step.
///
/// May import: `app.publish`, `app.settings`, `drift`, `drift.monitor`, `event`, `lists`,
/// `serve.backend`, `simulate.loop`.
///
/// Start reading at [dev.eddy.app.scenario.LiveLoop].
package dev.eddy.app.scenario;
