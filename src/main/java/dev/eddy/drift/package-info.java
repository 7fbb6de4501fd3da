/// Feedback-loop drift: windows of counts, the control charts that decide when a value has moved,
/// and the signals that say so. Pure: no Kafka, no clock.
///
/// May import: `drift.count`, `drift.monitor`.
///
/// Start reading at [dev.eddy.drift.DriftLedger].
package dev.eddy.drift;
