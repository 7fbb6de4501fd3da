/// Takes snapshots of a generation of the model from Kafka, and primes new generations from them.
///
/// [dev.eddy.app.snapshot.GenerationCut] says what makes a snapshot consistent while learning goes
/// on.
///
/// May import: `app.settings`, `catalog`, `event`, `factorization`, `factorization.item`,
/// `factorization.model`, `factorization.user`, `failure`, `snapshot`, `store`, `stream`,
/// `stream.learn`, `stream.record`. Libraries: Kafka.
///
/// Start reading at [dev.eddy.app.snapshot.SnapshotTaker].
package dev.eddy.app.snapshot;
