package dev.eddy.stream;

import dev.eddy.store.ChoiceKey;
import dev.eddy.stream.learn.LocalPartitions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// Sends what was changed of an item, and of its choices, to the partition of the item's id. The
/// merged rows are published under that id, to the partition that Kafka gives it, and it is from
/// there that the owner's stores are restored: an owner elsewhere would not find its rows again.
final class DeltaPartitioner implements StreamPartitioner<byte[], byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    byte[] id = ChoiceKey.is(key) ? ChoiceKey.idOf(key).getBytes(StandardCharsets.UTF_8) : key;
    return Optional.of(Set.of(LocalPartitions.partitionOf(id, numPartitions)));
  }
}
