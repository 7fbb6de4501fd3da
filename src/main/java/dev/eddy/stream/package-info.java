/// The topology: ratings in, rows learned, item deltas merged, merged rows out to every instance.
///
/// ```
/// ratings ─► learn ─► item-deltas ─► merge ─► item-factors ─► item index (global)
///               └──► ratings-dead-letter          items ─────► catalog (global)
/// ```
///
/// This package holds the wiring, the topics, the engine, who owns which partition, and the
/// generations; the processors are in the packages below.
///
/// May import: `catalog`, `challenger`, `choice`, `choice.row`, `drift`, `drift.governor`,
/// `drift.monitor`, `drift.tally`, `event`, `factorization`, `factorization.item`,
/// `factorization.model`, `factorization.user`, `failure`, `index`, `kernel`, `lists`, `store`,
/// `stream.drift`, `stream.learn`, `stream.merge`, `stream.record`.
/// Libraries: Kafka.
///
/// Start reading at [dev.eddy.stream.EddyTopology], then [dev.eddy.stream.Engine].
package dev.eddy.stream;
