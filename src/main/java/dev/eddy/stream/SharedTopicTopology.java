package dev.eddy.stream;

import org.apache.kafka.streams.Topology;

/// A topology in which a store may be restored from a topic that a sink of its own task fills.
///
/// The rows that merging publishes are the rows that it stores, record by record. With a changelog
/// of its own the store would send each of them to Kafka twice. Kafka Streams knows the same for
/// tables, whose source topic is their changelog, and offers it there only; this is the one class
/// that calls the internal method.
final class SharedTopicTopology extends Topology {

  /// Restores a store, active or standby, from a topic. The store must be built without a
  /// changelog, the topic have as many partitions as its sub-topology has tasks, and whoever writes
  /// the store must send the same keys and values to the topic in the same transaction.
  void restoreFrom(String topic, String store) {
    internalTopologyBuilder.connectSourceStoreAndTopic(store, topic);
  }
}
