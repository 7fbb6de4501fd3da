/// Rows on disk: RocksDB stores with a decoded write-back cache in front, and the binary codecs of
/// what is stored and shipped.
///
/// [dev.eddy.store.WriteBackStore] and [dev.eddy.store.RestorableStore] rest on internals of Kafka
/// Streams; tests pin the contract.
/// RocksDB is touched by this package only.
///
/// May import: `choice.row`, `factorization.item`, `factorization.model`, `factorization.user`,
/// `failure`.
/// Libraries: Kafka, RocksDB.
///
/// Start reading at [dev.eddy.store.WriteBackStore].
package dev.eddy.store;
