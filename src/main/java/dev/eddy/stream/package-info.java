/// The topology: ratings in, rows learned, item deltas merged, merged rows out to every instance.
///
/// ```
/// ratings ─► learn ─► item-deltas ─► merge ─► item-factors ─► item index (global)
///               └──► ratings-dead-letter          items ─────► catalog (global)
/// ```
///
/// May import: `event`, `factorization`, `drift`, `eval`, `store`, Kafka. Start reading at
/// [dev.eddy.stream.EddyTopology], then [dev.eddy.stream.LearnProcessor].
package dev.eddy.stream;
