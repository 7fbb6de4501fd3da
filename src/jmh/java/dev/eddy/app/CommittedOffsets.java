package dev.eddy.app;

import dev.eddy.app.settings.CommandFailedException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// What a group has committed of a topic that begins at offset 0.
final class CommittedOffsets implements AutoCloseable {

  private final Admin admin;
  private final String group;
  private final String topic;

  CommittedOffsets(String bootstrapServers, String group, String topic) {
    admin =
        Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.group = group;
    this.topic = topic;
  }

  /// Returns how many records are committed, over all partitions.
  long sum() throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> offsets;
    try {
      offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      throw new CommandFailedException("cannot read the offsets of " + group, e.getCause());
    }
    return offsets.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
