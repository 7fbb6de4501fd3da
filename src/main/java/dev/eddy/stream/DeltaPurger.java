package dev.eddy.stream;

import dev.eddy.stream.record.TopicNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes from `item-deltas` what has been merged: everything before the committed offsets. The
/// topic keeps without limit of time, since a delta lost before it is merged would be a wrong
/// count; it is not one of Kafka Streams' internal topics, so nobody else purges it.
final class DeltaPurger {

  private static final Logger LOG = LoggerFactory.getLogger(DeltaPurger.class);

  private static final int WITHIN_S = 10;

  private final Admin admin;
  private final String group;
  private final List<String> topics;
  private final Map<TopicPartition, Long> purged = new HashMap<>();

  DeltaPurger(Admin admin, TopicNames names, boolean repartitions) {
    this.admin = admin;
    group = names.applicationId();
    topics =
        repartitions
            ? List.of(
                names.itemDeltas(),
                names.repartitioned(),
                names.repartitionedUsers(),
                names.repartitionedExposures())
            : List.of(names.itemDeltas());
  }

  /// Purges once. A failure is logged and left to the next round: it costs disk, nothing else.
  void purge() {
    try {
      Map<TopicPartition, RecordsToDelete> done = new HashMap<>();
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(WITHIN_S, TimeUnit.SECONDS);
      committed.forEach(
          (partition, offset) -> {
            if (offset != null
                && topics.contains(partition.topic())
                && offset.offset() > purged.getOrDefault(partition, 0L)) {
              done.put(partition, RecordsToDelete.beforeOffset(offset.offset()));
            }
          });
      if (!done.isEmpty()) {
        admin.deleteRecords(done).all().get(WITHIN_S, TimeUnit.SECONDS);
        done.forEach((partition, records) -> purged.put(partition, records.beforeOffset()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException e) {
      LOG.warn("Merged item deltas could not be purged; trying again later: {}", e.getMessage());
    } catch (TimeoutException e) {
      LOG.warn(
          "Merged item deltas could not be purged; trying again later: no answer within {} s",
          WITHIN_S);
    }
  }
}
