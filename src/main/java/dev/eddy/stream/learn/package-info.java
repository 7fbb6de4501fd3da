/// Learns the ratings of one partition: histories, choices, counts for the monitors, expiry.
///
/// May import: `catalog`, `choice`, `choice.row`, `drift.count`, `drift.tally`, `event`,
/// `factorization`, `factorization.item`, `factorization.model`, `factorization.user`, `failure`,
/// `lists`, `store`, `stream.record`.
/// Libraries: Kafka.
///
/// Start reading at [dev.eddy.stream.learn.LearnProcessor].
package dev.eddy.stream.learn;
