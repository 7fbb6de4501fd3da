package dev.eddy.stream.learn;

import dev.eddy.event.Exposure;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.RejectReason;
import dev.eddy.event.TreeReader;
import dev.eddy.stream.record.DeadLetters;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.Sinks;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Takes over what the users of one partition were shown. A record that cannot be used goes to
/// the dead letters.
public final class ExposureProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  public static final String NAME = "exposures";

  private final EngineMetrics metrics;
  private final LocalPartitions tasks;
  private final long maxAheadMs;
  private ProcessorContext<byte[], byte[]> context;

  public ExposureProcessor(LocalPartitions tasks, EngineMetrics metrics, long maxAheadMs) {
    this.tasks = tasks;
    this.metrics = metrics;
    this.maxAheadMs = maxAheadMs;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      Exposure exposure = read(record);
      metrics.exposure(tasks.drift(context.taskId().partition()).shown(exposure));
    } catch (InvalidEventException e) {
      RecordMetadata from =
          context
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
      metrics.unreadableRecord();
      context.forward(
          DeadLetters.letter(record, from, DeadLetters.UNREADABLE_EXPOSURE, e.getMessage()),
          Sinks.DEAD_LETTERS);
    }
  }

  private Exposure read(Record<byte[], byte[]> record) throws InvalidEventException {
    if (record.key() == null) {
      throw new InvalidEventException(
          RejectReason.MISSING_KEY, "the record has no key; it must be the user id");
    }
    int right = LocalPartitions.partitionOf(record.key(), tasks.partitions());
    if (right != context.taskId().partition()) {
      throw new InvalidEventException(
          RejectReason.WRONG_PARTITION,
          "the key belongs on partition %d (murmur2)".formatted(right));
    }
    if (record.value() == null) {
      throw new InvalidEventException(RejectReason.NOT_JSON, "the record has no value");
    }
    Exposure exposure = TreeReader.readExposure(record.value());
    if (!exposure.userId().equals(new String(record.key(), StandardCharsets.UTF_8))) {
      throw new InvalidEventException(
          RejectReason.KEY_MISMATCH, "the key is not the userId " + exposure.userId());
    }
    if (exposure.timestampMs() > context.currentSystemTimeMs() + maxAheadMs) {
      throw new InvalidEventException(
          RejectReason.TIMESTAMP_AHEAD,
          "timestamp is %d, more than %d ms in the future (events.max-ahead-ms)"
              .formatted(exposure.timestampMs(), maxAheadMs));
    }
    return exposure;
  }
}
