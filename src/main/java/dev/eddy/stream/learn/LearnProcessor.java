package dev.eddy.stream.learn;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.event.RejectReason;
import dev.eddy.event.Rejection;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.User;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.RecordBatch;
import dev.eddy.stream.record.TopicNames;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Learns the ratings of one partition. A record is validated before anything changes; an invalid
/// one goes to the dead letters whole.
public final class LearnProcessor implements Processor<byte[], RecordBatch, byte[], byte[]> {

  public static final String NAME = "learn";
  public static final String HISTORIES = "user-history";
  public static final String ROWS = "user-rows";

  /// Returns the topic from which the histories of a generation are restored.
  public static String changelog(TopicNames names) {
    return names.applicationId() + "-" + HISTORIES + "-changelog";
  }

  private final Engine engine;
  private final RatingReader reader;
  private final EngineMetrics metrics;
  private ProcessorContext<byte[], byte[]> context;
  private PartitionLearner learner;
  private Cancellable solvingAhead;

  /// What the processors of one topology share.
  public interface Engine {
    Learner newLearner(int partition, Metadata metadata);

    /// Returns what learns choices beside a learner; null where they are not learned.
    PartitionChoices newChoices(int partition, Learner learner);

    TaskMetadata newMetadata(WriteBackStore<AttributedUser> attributes);

    /// Returns what counts for the monitors of drift; null where drift is not watched.
    ///
    /// @param isActive whether a user's activity is counted already
    DriftCounter newDrift(
        ProcessorContext<byte[], byte[]> context,
        WriteBackStore<User> users,
        TaskMetadata metadata,
        Predicate<String> isActive);

    /// Returns when rows come and go.
    AdmissionSettings admission();

    /// Returns the model.
    Model model();

    LocalPartitions tasks();

    /// Returns what work may take for which nobody waits.
    BackgroundBudget background();

    /// Returns the brakes in force, some of which act on what is learned.
    CurrentBrakes brakes();

    /// Returns whether a record on a wrong partition is to be rejected.
    boolean checksPartition();
  }

  public LearnProcessor(Engine engine, RatingReader reader, EngineMetrics metrics) {
    this.engine = engine;
    this.reader = reader;
    this.metrics = metrics;
  }

  /// Runs after the stores are restored, and again on the same object after an aborted transaction.
  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    learner = new PartitionLearner(context, engine, reader, metrics);
    solveAhead(learner.solvingAhead(engine.background()));
    engine.tasks().add(learner.task());
  }

  @Override
  public void process(Record<byte[], RecordBatch> batch) {
    for (ConsumerRecord<byte[], byte[]> record : RecordBatch.recordsOf(batch, context)) {
      process(record);
    }
  }

  private void process(ConsumerRecord<byte[], byte[]> record) {
    long startNs = System.nanoTime();
    learner.learn(record, read(record));
    long nowMs = context.currentSystemTimeMs();
    metrics.learned(System.nanoTime() - startNs, record.timestamp(), nowMs);
    if (learner.isCommitDue(nowMs)) {
      context.commit();
    }
  }

  private RatingEvent read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null && engine.checksPartition()) {
      int right = LocalPartitions.partitionOf(record.key(), engine.tasks().partitions());
      if (right != record.partition()) {
        return new Rejection(
            RejectReason.WRONG_PARTITION,
            ("the key belongs on partition %d (murmur2); librdkafka needs"
                    + " partitioner=murmur2_random")
                .formatted(right));
      }
    }
    return reader.read(record.key(), record.value());
  }

  private void solveAhead(SolvingAhead ahead) {
    stopSolvingAhead();
    solvingAhead =
        context.schedule(
            SolvingAhead.INTERVAL,
            PunctuationType.WALL_CLOCK_TIME,
            nowMs -> {
              if (!ahead.step()) {
                stopSolvingAhead();
              }
            });
  }

  private void stopSolvingAhead() {
    if (solvingAhead != null) {
      solvingAhead.cancel();
      solvingAhead = null;
    }
  }

  @Override
  public void close() {
    stopSolvingAhead(); // Kafka Streams keeps it for the task, which may be started again
    if (learner != null) {
      engine.tasks().remove(learner.task());
      learner.close();
    }
  }
}
