package dev.eddy.stream;

import dev.eddy.event.Exposure;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.RejectReason;
import dev.eddy.event.TreeReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Takes over what the users of one partition were shown. A record that cannot be used goes to
/// the dead letters.
final class ExposureProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  static final String NAME = "exposures";

  private final EngineMetrics metrics;
  private final LearnTasks tasks;
  private final long maxAheadMs;
  private ProcessorContext<byte[], byte[]> context;

  ExposureProcessor(LearnTasks tasks, EngineMetrics metrics, long maxAheadMs) {
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
      DriftTask drift = tasks.drift(context.taskId().partition());
      metrics.exposure(drift.shown(exposure));
      drift.sendIfMany(
          counts ->
              context.forward(
                  new Record<>(null, counts, context.currentSystemTimeMs()),
                  EddyTopology.COUNTS_SINK));
    } catch (InvalidEventException e) {
      RecordMetadata from =
          context
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
      metrics.unreadableRecord();
      context.forward(
          DeadLetters.letter(record, from, DeadLetters.UNREADABLE_EXPOSURE, e.getMessage()),
          EddyTopology.DEAD_LETTER_SINK);
    }
  }

  private Exposure read(Record<byte[], byte[]> record) throws InvalidEventException {
    if (record.key() == null) {
      throw new InvalidEventException(
          RejectReason.MISSING_KEY, "an exposure needs a user as its key");
    }
    int right = LearnTasks.partitionOf(record.key(), tasks.partitions());
    if (right != context.taskId().partition()) {
      throw new InvalidEventException(
          RejectReason.WRONG_PARTITION,
          "the key belongs on partition %d by murmur2".formatted(right));
    }
    if (record.value() == null) {
      throw new InvalidEventException(RejectReason.NOT_JSON, "an exposure needs a value");
    }
    Exposure exposure = TreeReader.readExposure(record.value());
    if (!exposure.userId().equals(new String(record.key(), StandardCharsets.UTF_8))) {
      throw new InvalidEventException(
          RejectReason.KEY_MISMATCH, "the key is not userId " + exposure.userId());
    }
    if (exposure.timestampMs() > context.currentSystemTimeMs() + maxAheadMs) {
      throw new InvalidEventException(
          RejectReason.TIMESTAMP_AHEAD,
          "timestamp is %d, more than %d ms ahead".formatted(exposure.timestampMs(), maxAheadMs));
    }
    return exposure;
  }
}
