package dev.eddy.stream.learn;

import dev.eddy.event.InvalidEventException;
import dev.eddy.event.TreeReader;
import dev.eddy.event.UserAttributes;
import dev.eddy.stream.record.DeadLetters;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.Sinks;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Takes over what the owner of accounts says of the users of one partition. A record that cannot
/// be used goes to the dead letters.
public final class AttributesProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  public static final String NAME = "attributes";
  public static final String STORE = "user-attributes";

  private final EngineMetrics metrics;
  private final LocalPartitions tasks;
  private ProcessorContext<byte[], byte[]> context;

  public AttributesProcessor(LocalPartitions tasks, EngineMetrics metrics) {
    this.tasks = tasks;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      giveUp(record, "the record has no key; it must be the user id");
      return;
    }
    int right = LocalPartitions.partitionOf(record.key(), tasks.partitions());
    if (right != context.taskId().partition()) {
      giveUp(record, "the key belongs on partition %d (murmur2)".formatted(right));
      return;
    }
    PartitionView task = tasks.task(context.taskId().partition());
    String userId = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      task.removeAttributes(userId);
      return;
    }
    try {
      UserAttributes attributes = TreeReader.readUser(record.value());
      if (attributes.userId().equals(userId)) {
        task.putAttributes(attributes);
      } else {
        giveUp(record, "the key is " + userId + ", but userId is " + attributes.userId());
      }
    } catch (InvalidEventException e) {
      giveUp(record, e.reason().label() + ", " + e.getMessage());
    }
  }

  private void giveUp(Record<byte[], byte[]> record, String why) {
    RecordMetadata from =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
    metrics.unreadableRecord();
    context.forward(
        DeadLetters.letter(record, from, DeadLetters.UNREADABLE_ATTRIBUTES, why),
        Sinks.DEAD_LETTERS);
  }
}
