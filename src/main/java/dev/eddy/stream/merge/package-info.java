/// Merges the item deltas of all partitions, and keeps the index, the choices and the catalog of an
/// instance up to date.
///
/// May import: `catalog`, `choice.row`, `event`, `factorization.item`, `factorization.model`,
/// `failure`, `index`, `store`, `stream.learn`, `stream.record`.
/// Libraries: Kafka.
///
/// Start reading at [dev.eddy.stream.merge.MergeProcessor].
package dev.eddy.stream.merge;
