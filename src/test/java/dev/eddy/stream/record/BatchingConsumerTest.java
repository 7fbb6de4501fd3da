package dev.eddy.stream.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class BatchingConsumerTest {

  private static ConsumerRecord<byte[], byte[]> record(long offset, long arrivedMs) {
    return new ConsumerRecord<>(
        "ratings",
        3,
        offset,
        arrivedMs,
        TimestampType.LOG_APPEND_TIME,
        1,
        2,
        new byte[] {(byte) offset},
        new byte[2],
        new RecordHeaders(),
        Optional.of(7));
  }

  private static List<ConsumerRecord<byte[], byte[]>> recordsOf(
      ConsumerRecord<byte[], byte[]> batch) {
    RecordBatch taken =
        RecordBatch.deserializer().deserialize(batch.topic(), batch.headers(), batch.value());
    assertThat(taken).isSameAs(batch.headers());
    return RecordBatch.recordsOf(new Record<>(batch.key(), taken, 0), null);
  }

  @Test
  void shouldHandOverEveryRecordOnceAndInOrder() {
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    for (int offset = 10; offset < 10 + 2 * BatchingConsumer.MOST + 5; offset++) {
      read.add(record(offset, 1_000));
    }
    List<ConsumerRecord<byte[], byte[]>> batches = BatchingConsumer.batched(read);
    assertThat(batches).hasSize(3);
    assertThat(batches.stream().flatMap(batch -> recordsOf(batch).stream()).toList())
        .containsExactlyElementsOf(read);
  }

  @Test
  void shouldStandAtTheFirstOffsetWhichKafkaStreamsCommitsUntilTheBatchIsProcessed() {
    List<ConsumerRecord<byte[], byte[]>> batches =
        BatchingConsumer.batched(List.of(record(5, 1_000), record(6, 1_001), record(9, 1_002)));
    assertThat(batches).hasSize(1);
    ConsumerRecord<byte[], byte[]> batch = batches.getFirst();
    assertThat(batch.offset()).isEqualTo(5);
    assertThat(batch.partition()).isEqualTo(3);
    assertThat(batch.timestamp()).isEqualTo(1_000);
    assertThat(batch.leaderEpoch()).contains(7);
    assertThat(batch.serializedValueSize()).isEqualTo(6);
  }

  @Test
  void shouldKeepRecordsApartThatArrivedAtDifferentTimes() {
    List<ConsumerRecord<byte[], byte[]>> batches =
        BatchingConsumer.batched(
            List.of(record(1, 1_000), record(2, 1_100), record(3, 1_101), record(4, 900)));
    assertThat(batches.stream().map(ConsumerRecord::offset)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void shouldTakeARecordThatCameAloneForItself() {
    RecordBatch alone =
        RecordBatch.deserializer().deserialize("ratings", new RecordHeaders(), new byte[] {1});
    assertThat(alone).isNotNull();
  }
}
