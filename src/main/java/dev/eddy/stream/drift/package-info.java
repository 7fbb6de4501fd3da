/// Judges the counts of all partitions window by window, and brings signals to every instance.
///
/// May import: `drift`, `drift.count`, `drift.governor`, `factorization.model`, `failure`, `index`,
/// `lists`, `store`, `stream.record`.
/// Libraries: Kafka.
///
/// Start reading at [dev.eddy.stream.drift.DriftProcessor].
package dev.eddy.stream.drift;
