package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.store.ChoiceKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where changes of items are merged.
class DeltaPartitionerTest {

  private static final int PARTITIONS = 7;

  @ParameterizedTest
  @ValueSource(strings = {"", "m1", "m2", "ä", "\0i12", "a longer id"})
  void shouldMergeWhereKafkaPublishesTheMergedRow(String id) {
    byte[] published = id.getBytes(StandardCharsets.UTF_8);
    int partition = Utils.toPositive(Utils.murmur2(published)) % PARTITIONS;
    DeltaPartitioner partitioner = new DeltaPartitioner();
    for (byte[] key : new byte[][] {published, ChoiceKey.of(id)}) {
      assertThat(partitioner.partitions("item-deltas", key, null, PARTITIONS))
          .isEqualTo(Optional.of(Set.of(partition)));
    }
  }
}
