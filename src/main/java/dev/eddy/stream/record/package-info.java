/// What all processors share: batches of records, names of topics and sinks, dead letters,
/// outcomes, meters.
///
/// May import: `event`, `factorization`, `lists`.
/// Libraries: Kafka.
///
/// Start reading at [dev.eddy.stream.record.RecordBatch].
package dev.eddy.stream.record;
