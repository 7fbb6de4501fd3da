package dev.eddy.stream.record;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Records that a processor gets at once: those that [BatchingConsumer] put together, or one that
/// came alone, as in a test without consumers.
///
/// It travels as the headers of the record that stands for all of them, since Kafka Streams hands
/// those to the deserializer as they are. No record of Kafka has headers of this class, whatever
/// its producer wrote.
public final class RecordBatch extends RecordHeaders {

  private final List<ConsumerRecord<byte[], byte[]>> records;

  /// Of one that came alone.
  private final byte[] value;

  private RecordBatch(List<ConsumerRecord<byte[], byte[]>> records, byte[] value) {
    this.records = records;
    this.value = value;
  }

  /// Puts records together, of one partition and in the order of their offsets.
  static RecordBatch of(List<ConsumerRecord<byte[], byte[]>> records) {
    return new RecordBatch(records, null);
  }

  /// Returns what takes a batch out of the record that stands for it.
  public static Deserializer<RecordBatch> deserializer() {
    return new Deserializer<>() {
      @Override
      public RecordBatch deserialize(String topic, byte[] data) {
        return new RecordBatch(null, data);
      }

      @Override
      public RecordBatch deserialize(String topic, Headers headers, byte[] data) {
        return headers instanceof RecordBatch batch ? batch : deserialize(topic, data);
      }
    };
  }

  /// Returns the records of what a processor was given, each as it was read.
  public static List<ConsumerRecord<byte[], byte[]>> recordsOf(
      Record<byte[], RecordBatch> given, ProcessorContext<?, ?> context) {
    RecordBatch batch = given.value();
    if (batch.records != null) {
      return batch.records;
    }
    RecordMetadata from =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
    return List.of(
        new ConsumerRecord<>(
            from.topic(),
            from.partition(),
            from.offset(),
            given.timestamp(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            given.key(),
            batch.value,
            given.headers(),
            Optional.empty()));
  }
}
