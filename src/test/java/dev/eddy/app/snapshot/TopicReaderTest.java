package dev.eddy.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.app.settings.CommandFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// Up to where a topic is read.
class TopicReaderTest {

  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  /// How often the stable ends are behind the ends of the logs before they reach them.
  private int open;

  private final Map<TopicPartition, Long> logEnds = new HashMap<>();
  private final List<String> read = new ArrayList<>();

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("none") {
        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> partitions) {
          Map<TopicPartition, Long> stable = new HashMap<>(logEnds);
          if (open > 0) {
            open--;
            stable.merge(FIRST, -1L, Long::sum);
          }
          return stable;
        }
      };

  private TopicReader reader() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    return new TopicReader(consumer, partitions -> Map.copyOf(logEnds), "t", 2);
  }

  private void add(TopicPartition partition, long offset) {
    byte[] value = (partition.partition() + ":" + offset).getBytes(StandardCharsets.UTF_8);
    consumer.addRecord(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, value, value));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    read.add(new String(record.value(), StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadWhatCameAfterTheQuestionTheNextTime() {
    logEnds.put(FIRST, 2L);
    logEnds.put(SECOND, 1L);
    long[] offsets = {0};
    try (TopicReader reader = reader()) {
      assertThat(reader.left()).isEqualTo(3);
      for (long offset = 0; offset < 4; offset++) {
        add(FIRST, offset);
      }
      add(SECOND, 0);
      reader.catchUp(this::take, by -> offsets[0] += by);
      assertThat(read).containsExactlyInAnyOrder("0:0", "0:1", "1:0");
      logEnds.put(FIRST, 4L);
      add(FIRST, 2);
      add(FIRST, 3);
      reader.catchUp(this::take, by -> offsets[0] += by);
      assertThat(read).containsExactlyInAnyOrder("0:0", "0:1", "1:0", "0:2", "0:3");
      assertThat(reader.left()).isZero();
    }
  }

  @Test
  void shouldWaitForTransactionsThatWereOpen() {
    logEnds.put(FIRST, 1L);
    logEnds.put(SECOND, 0L);
    open = 3;
    try (TopicReader reader = reader()) {
      add(FIRST, 0);
      reader.catchUp(this::take, by -> {});
      assertThat(open).isZero();
      assertThat(read).containsExactly("0:0");
    }
  }

  @Test
  void shouldGiveUpWhereNothingComes() {
    logEnds.put(FIRST, 3L);
    logEnds.put(SECOND, 0L);
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    AtomicLong clockNs = new AtomicLong();
    try (TopicReader reader =
        new TopicReader(
            consumer,
            partitions -> Map.copyOf(logEnds),
            "t",
            2,
            () -> clockNs.addAndGet(TimeUnit.SECONDS.toNanos(25)))) {
      add(FIRST, 0);
      assertThatThrownBy(() -> reader.catchUp(this::take, by -> {}))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("t-0 cannot be read on at offset 1")
          .hasMessageContaining("60 s");
      assertThat(read).as("what had come").containsExactly("0:0");
    }
  }

  @Test
  void shouldGoOnFromOffsets() {
    logEnds.put(FIRST, 3L);
    logEnds.put(SECOND, 1L);
    try (TopicReader reader = reader()) {
      reader.seek(Map.of(0, 2L));
      add(FIRST, 2);
      add(SECOND, 0);
      reader.catchUp(this::take, by -> {});
      assertThat(read).containsExactlyInAnyOrder("0:2", "1:0");
    }
  }
}
