package dev.eddy.stream;

import dev.eddy.event.Forget;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.event.RejectReason;
import dev.eddy.event.Rejection;
import dev.eddy.factorization.History;
import dev.eddy.factorization.HistoryChange;
import dev.eddy.factorization.ItemDelta;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.Metadata;
import dev.eddy.factorization.RehearsalSettings;
import dev.eddy.factorization.RememberedUsers;
import dev.eddy.factorization.TenureSettings;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.WriteBackStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Learns the ratings of one partition.
///
/// A record is validated before anything changes; a bad one goes to the dead letters whole. What
/// is learned stays in memory until the task commits: then the rows are written, and the item
/// deltas and the task row with them, in the transaction of the ratings that caused them.
final class LearnProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  static final String NAME = "learn";
  static final String ROWS = "user-rows";
  static final String HISTORIES = "user-history";

  /// Lag up to which all of the rehearsal is done, and from which none is. In between the stream
  /// settles where it keeps up: so this is also how fresh lists are under load.
  private static final double KEEPS_UP_MS = 50;

  private static final double FAR_BEHIND_MS = 500;

  private final Engine engine;
  private final RatingReader reader;
  private final EngineMetrics metrics;
  private ProcessorContext<byte[], byte[]> context;
  private WriteBackStore<User> users;
  private TaskMetadata metadata;
  private CachedUsers remembered;
  private Learner learner;
  private TaskTotals totals;
  private LearnTask task;
  private DriftTask drift;
  private CommitPace pace;
  private Unmerged unmerged;
  private Departures departures;
  private Cancellable reminder;
  private boolean changed;

  /// What the processors of one topology share.
  interface Engine {
    Learner newLearner(int partition, RememberedUsers users, Metadata metadata);

    TaskMetadata newMetadata(WriteBackStore<AttributedUser> attributes);

    /// Returns what counts for the monitors of drift; null where drift is not watched.
    DriftTask newDrift(
        ProcessorContext<byte[], byte[]> context,
        WriteBackStore<User> users,
        TaskMetadata metadata);

    /// Returns how remembered ratings are re-visited.
    RehearsalSettings rehearsal();

    /// Returns when rows come and go.
    TenureSettings tenure();

    /// Returns what tells rows of this model from those of another.
    String modelSignature();

    LearnTasks tasks();

    /// Returns how many items the index holds.
    int items();

    /// Returns how often tasks commit by themselves.
    long commitIntervalMs();

    /// Returns whether a record on a wrong partition is to be rejected.
    boolean checksPartition();
  }

  LearnProcessor(Engine engine, RatingReader reader, EngineMetrics metrics) {
    this.engine = engine;
    this.reader = reader;
    this.metrics = metrics;
  }

  /// Runs after the stores are restored; runs again on the same object after an aborted
  /// transaction, so nothing that was learned and not committed may live on.
  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    users = context.getStateStore(ROWS);
    users.keepFurtherRecordsIn(context.getStateStore(HISTORIES));
    totals = TaskTotals.decode(users.taskRecord());
    totals.learnWith(engine.modelSignature());
    boolean usersWait = engine.tenure().admitUserAfter() > 1;
    remembered = new CachedUsers(users, engine.rehearsal().users(), usersWait);
    WriteBackStore<AttributedUser> attributes = context.getStateStore(AttributesProcessor.STORE);
    metadata = engine.newMetadata(attributes);
    learner = engine.newLearner(context.taskId().partition(), remembered, metadata);
    changed = false;
    forgetReminder();
    boolean alone = engine.tasks().partitions() == 1;
    unmerged = new Unmerged(context.taskId().partition(), alone, totals.learned());
    pace = new CommitPace(alone, engine.commitIntervalMs(), totals.learned());
    drift = engine.newDrift(context, users, metadata);
    departures =
        new Departures(
            engine.tenure(), users, remembered, learner, metadata, drift, totals, metrics);
    users.beforeCommit(this::beforeCommit);
    task =
        new LearnTask(
            context.taskId().partition(),
            users,
            attributes,
            metadata,
            totals,
            drift,
            this::isAhead);
    engine.tasks().add(task);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long startNs = System.nanoTime();
    RecordMetadata from =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record has metadata"));
    Outcome outcome =
        switch (read(record, from)) {
          case Rejection rejection -> reject(record, from, rejection);
          case Forget forget -> forget(forget.userId());
          case Rating rating -> learn(rating, from.offset(), leisure(record.timestamp()));
        };
    totals.count(outcome, from.offset());
    changed = true;
    metrics.count(outcome);
    long nowMs = context.currentSystemTimeMs();
    metrics.learned(System.nanoTime() - startNs, record.timestamp(), nowMs);
    if (pace.isDueAfterEvent(nowMs, learner.rehearsalSteps(), engine.items())) {
      context.commit();
    }
  }

  /// Returns how much of the rehearsal there is time for: all while the stream keeps up, nothing
  /// once it lags far behind or while somebody waits for an answer.
  private double leisure(long arrivedMs) {
    if (!engine.rehearsal().yields()) {
      return 1;
    }
    if (engine.tasks().isBusy()) {
      return 0;
    }
    double lagMs = context.currentSystemTimeMs() - arrivedMs;
    return Math.clamp((FAR_BEHIND_MS - lagMs) / (FAR_BEHIND_MS - KEEPS_UP_MS), 0, 1);
  }

  private RatingEvent read(Record<byte[], byte[]> record, RecordMetadata from) {
    if (record.key() != null && engine.checksPartition()) {
      int right = LearnTasks.partitionOf(record.key(), engine.tasks().partitions());
      if (right != from.partition()) {
        return new Rejection(
            RejectReason.WRONG_PARTITION,
            "the key belongs on partition %d by murmur2; librdkafka needs partitioner=murmur2_random"
                .formatted(right));
      }
    }
    return reader.read(record.key(), record.value());
  }

  private Outcome reject(Record<byte[], byte[]> record, RecordMetadata from, Rejection rejection) {
    totals.count(rejection.reason());
    metrics.count(rejection.reason());
    context.forward(DeadLetters.letter(record, from, rejection), EddyTopology.DEAD_LETTER_SINK);
    return Outcome.REJECTED;
  }

  private Outcome forget(String userId) {
    totals.addRemoved(departures.takeOut(userId));
    if (metadata.remove(userId)) { // else they would come back with the next generation
      context.forward(
          new Record<>(
              userId.getBytes(StandardCharsets.UTF_8), null, context.currentSystemTimeMs()),
          EddyTopology.USER_SINK);
    }
    return Outcome.FORGOTTEN;
  }

  private Outcome learn(Rating rating, long offset, double leisure) {
    String userId = rating.userId();
    User user = users.get(userId);
    if (user == null) {
      user = new User(learner.newUser(userId), new History());
      if (!user.row().isWaiting()) {
        remembered.add(userId);
      }
      users.put(userId, user);
    }
    UserRow row = user.row();
    History.Entry event =
        new History.Entry(
            learner.number(rating.itemId()),
            rating.rating().isPresent(),
            (float) rating.rating().orElse(0),
            rating.weight(),
            rating.timestampMs(),
            offset);
    int userRatings = row.count();
    if (drift != null) {
      drift.before(userId, row);
    }
    boolean waited = row.isWaiting();
    Learner.Learned learned = learner.learn(userId, row, user.history(), event);
    if (drift != null) {
      drift.moved(userId, row, event.timeMs());
    }
    if (waited && !row.isWaiting()) {
      remembered.add(userId);
    }
    // A withdrawal of what is not there is ignored and leaves a mark; the same event again does
    // not.
    if (learned.change() != HistoryChange.IGNORED || !user.history().dirtyBlocks().isEmpty()) {
      users.markDirty(userId, user);
    }
    if (drift != null) {
      watch(userId, userRatings, row, event, learned);
    }
    learner.rehearseAfter(learned, offset, leisure);
    if (learned.scored()) {
      totals.score(userRatings, learned.itemRatings(), learned.prediction(), event.rating());
      metrics.scored(learned, event.rating());
    }
    departures.after(event.timeMs());
    return switch (learned.change()) {
      case NEW -> Outcome.NEW;
      case REPLACED -> Outcome.REPLACED;
      case WITHDRAWN -> Outcome.WITHDRAWN;
      case IGNORED -> Outcome.IGNORED;
    };
  }

  /// Counts for the monitors of drift what an event did, before rehearsal moves the row once
  /// more.
  private void watch(
      String userId, int ratingsBefore, UserRow row, History.Entry event, Learner.Learned learned) {
    if (row.count() != ratingsBefore) {
      drift.active(ratingsBefore, row.count());
    }
    if (learned.scored()) {
      boolean isNew = learned.change() == HistoryChange.NEW;
      drift.rated(userId, row, event, learned.prediction(), isNew);
    }
    drift.sendIfMany(this::sendCounts);
  }

  /// Runs in the transaction of the commit, after the rows are written.
  private void beforeCommit() {
    if (drift != null) {
      drift.send(this::sendCounts);
    }
    sendDeltas();
  }

  private void sendCounts(byte[] counts) {
    context.forward(
        new Record<>(null, counts, context.currentSystemTimeMs()), EddyTopology.COUNTS_SINK);
  }

  private void sendDeltas() {
    IntPredicate rehearsed =
        pace.commits(context.currentSystemTimeMs(), engine.tasks().isStopping());
    if (!changed) {
      return;
    }
    long sequence = totals.nextSequence();
    departures.tellTime();
    learner.flush(sequence, rehearsed, this::send);
    unmerged.sent(sequence, totals.learned(), pace.sentSteps());
    changed = learner.isWaiting();
    if (changed && reminder == null) {
      Duration interval = Duration.ofMillis(engine.commitIntervalMs());
      reminder = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::remind);
    }
    users.putTaskRecord(totals.encode());
  }

  private boolean isAhead() {
    return unmerged.isAhead(
        learner.containedSequence(),
        totals.learned(),
        learner.rehearsalSteps(),
        engine.items(),
        context.currentSystemTimeMs());
  }

  /// Asks for a commit that sends what waits, should no further event bring one about.
  private void remind(long nowMs) {
    if (!changed) {
      forgetReminder();
    } else if (pace.isIdle()) {
      context.commit();
    }
  }

  private void forgetReminder() {
    if (reminder != null) {
      reminder.cancel();
      reminder = null;
    }
  }

  private void send(String itemId, ItemDelta delta) {
    context.forward(
        new Record<>(
            itemId.getBytes(StandardCharsets.UTF_8),
            ItemDeltaCodec.encode(delta),
            context.currentSystemTimeMs()),
        EddyTopology.DELTA_SINK);
    metrics.delta();
  }

  @Override
  public void close() {
    forgetReminder(); // Kafka Streams keeps it for the task, which may be started again
    if (task != null) {
      engine.tasks().remove(task);
      users.noMoreCommits();
    }
  }
}
