/// Where rows live: RocksDB stores with a decoded write-back cache in front, the binary codecs of
/// what is stored and shipped, and the item index that every instance holds in memory.
///
/// The one place that rests on internals of Kafka Streams is [dev.eddy.store.WriteBackStore]; a
/// test pins the contract. RocksDB is touched by this package only.
///
/// May import: `factorization`, Kafka. Start reading at [dev.eddy.store.WriteBackStore] and
/// [dev.eddy.store.ItemIndex].
package dev.eddy.store;
