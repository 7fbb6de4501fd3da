package dev.eddy.stream;

import dev.eddy.event.Forget;
import dev.eddy.event.Interaction;
import dev.eddy.event.Kinds;
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
import dev.eddy.factorization.Model;
import dev.eddy.factorization.TenureSettings;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.WriteBackStore;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Learns the ratings of one partition.
///
/// A record is validated before anything changes; a bad one goes to the dead letters whole. What
/// is learned stays in memory until the task commits: then the rows are written, and the item
/// deltas and the task row with them, in the transaction of the ratings that caused them.
final class LearnProcessor implements Processor<byte[], RecordBatch, byte[], byte[]> {

  static final String NAME = "learn";
  static final String HISTORIES = "user-history";
  static final String ROWS = "user-rows";

  private final Engine engine;
  private final RatingReader reader;
  private final EngineMetrics metrics;
  private ProcessorContext<byte[], byte[]> context;
  private WriteBackStore<User> users;
  private TaskMetadata metadata;
  private SolvedRows solved;
  private Learner learner;
  private ChoiceTask choices;
  private TaskTotals totals;
  private LearnTask task;
  private DriftTask drift;
  private CommitPace pace;
  private Departures departures;
  private Cancellable solvingAhead;
  private boolean changed;

  /// What the processors of one topology share.
  interface Engine {
    Learner newLearner(int partition, Metadata metadata);

    /// Returns what learns choices beside a learner; null where they are not learned.
    ChoiceTask newChoices(int partition, Learner learner);

    TaskMetadata newMetadata(WriteBackStore<AttributedUser> attributes);

    /// Returns what counts for the monitors of drift; null where drift is not watched.
    DriftTask newDrift(
        ProcessorContext<byte[], byte[]> context,
        WriteBackStore<User> users,
        TaskMetadata metadata,
        TaskTotals totals);

    /// Returns when rows come and go.
    TenureSettings tenure();

    /// Returns the model.
    Model model();

    LearnTasks tasks();

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
    users = context.getStateStore(HISTORIES);
    solved = new SolvedRows(context.getStateStore(ROWS), engine.model().userLayout().length());
    totals = TaskTotals.decode(users.taskRecord());
    totals.learnWith(engine.model().signature());
    WriteBackStore<AttributedUser> attributes = context.getStateStore(AttributesProcessor.STORE);
    metadata = engine.newMetadata(attributes);
    int partition = context.taskId().partition();
    learner = engine.newLearner(partition, metadata);
    choices = engine.newChoices(partition, learner);
    changed = false;
    pace = new CommitPace(engine.tasks().partitions() == 1, totals.learned());
    drift = engine.newDrift(context, users, metadata, totals);
    departures =
        new Departures(
            engine.tenure(), users, solved, learner, choices, metadata, drift, totals, metrics);
    users.beforeCommit(this::beforeCommit);
    users.whenEvicted(this::keep);
    stopSolvingAhead();
    SolvingAhead ahead = new SolvingAhead(users, solved, learner);
    solvingAhead =
        context.schedule(
            SolvingAhead.INTERVAL,
            PunctuationType.WALL_CLOCK_TIME,
            nowMs -> {
              if (!ahead.step()) {
                stopSolvingAhead();
              }
            });
    task = new LearnTask(partition, users, attributes, metadata, totals, drift, solved);
    engine.tasks().add(task);
  }

  @Override
  public void process(Record<byte[], RecordBatch> batch) {
    for (ConsumerRecord<byte[], byte[]> record : RecordBatch.recordsOf(batch, context)) {
      process(record);
    }
  }

  private void process(ConsumerRecord<byte[], byte[]> record) {
    long startNs = System.nanoTime();
    Outcome outcome =
        switch (read(record)) {
          case Rejection rejection -> reject(record, rejection);
          case Forget forget -> forget(forget.userId());
          case Rating rating -> learn(rating, record.offset());
          case Interaction done -> choose(done, record.offset());
        };
    totals.count(outcome, record.offset());
    changed = true;
    metrics.count(outcome);
    long nowMs = context.currentSystemTimeMs();
    metrics.learned(System.nanoTime() - startNs, record.timestamp(), nowMs);
    if (pace.isDueAfterEvent(nowMs)) {
      context.commit();
    }
  }

  /// Keeps the row of a user who leaves the memory.
  private void keep(String userId, User user) {
    if (user.row().isSolved()) {
      solved.put(userId, user.history().stamp(), user.row().values());
    }
  }

  private RatingEvent read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null && engine.checksPartition()) {
      int right = LearnTasks.partitionOf(record.key(), engine.tasks().partitions());
      if (right != record.partition()) {
        return new Rejection(
            RejectReason.WRONG_PARTITION,
            "the key belongs on partition %d by murmur2; librdkafka needs partitioner=murmur2_random"
                .formatted(right));
      }
    }
    return reader.read(record.key(), record.value());
  }

  private Outcome reject(ConsumerRecord<byte[], byte[]> record, Rejection rejection) {
    totals.count(rejection.reason());
    metrics.count(rejection.reason());
    context.forward(DeadLetters.letter(record, rejection), EddyTopology.DEAD_LETTER_SINK);
    return Outcome.REJECTED;
  }

  private Outcome forget(String userId) {
    totals.addRemoved(departures.takeOut(userId));
    // Attributes go with a record of their own topic: none tells which of two topics was first.
    metadata.removeEmpty(userId);
    return Outcome.FORGOTTEN;
  }

  private Outcome learn(Rating rating, long offset) {
    String userId = rating.userId();
    User user = known(userId);
    UserRow row = user.row();
    History.Entry event =
        new History.Entry(
            learner.number(rating.itemId()),
            Kinds.number(rating.kind()),
            rating.rating().isPresent(),
            (float) rating.rating().orElse(0),
            rating.weight(),
            rating.timestampMs(),
            offset);
    int userRatings = row.count();
    if (drift != null) {
      drift.before(userId, row);
    }
    if (choices != null) {
      choices.learn(userId, user, event);
    }
    Learner.Learned learned = learn(userId, user, event);
    if (drift != null) {
      drift.moved(userId, row, event.timeMs());
    }
    int ratings = row.count();
    departures.shorten(userId, user);
    // A withdrawal of what is not there is ignored and leaves a mark; the same event again does
    // not.
    if (learned.change() != HistoryChange.IGNORED || !user.history().dirtyBlocks().isEmpty()) {
      users.markDirty(userId, user);
    }
    if (drift != null) {
      watch(userId, userRatings, ratings, user, event, learned);
    }
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

  /// Takes in an event without a rating, which tells nothing of how the item is liked.
  private Outcome choose(Interaction done, long offset) {
    String userId = done.userId();
    User user = known(userId);
    double worth = reader.rules().kinds().worth(done.kind(), done.value()) * done.weight();
    History.Entry event =
        new History.Entry(
            learner.number(done.itemId()),
            Kinds.number(done.kind()),
            true,
            Float.NaN,
            (float) worth,
            done.timestampMs(),
            offset);
    if (choices != null) {
      choices.learnUnrated(userId, user, event);
    }
    HistoryChange change = user.ownInteractions().apply(event);
    if (change != HistoryChange.IGNORED) {
      departures.shortenInteractions(user);
      users.markDirty(userId, user);
      if (drift != null) {
        drift.chosen(userId, done.itemId(), event.timeMs());
        drift.sendIfMany(this::sendCounts);
      }
    }
    departures.after(event.timeMs());
    return change == HistoryChange.IGNORED ? Outcome.IGNORED : Outcome.CHOSEN;
  }

  /// Lets readers through where learning fails in the middle of a change: they may hold the row
  /// still when the task is closed and started anew.
  private Learner.Learned learn(String userId, User user, History.Entry event) {
    boolean done = false;
    try {
      Learner.Learned learned = learner.learn(userId, user, event);
      done = true;
      return learned;
    } finally {
      if (!done) {
        user.row().abandonChange();
      }
    }
  }

  /// Returns a user, if possible with the row that was solved from just this history.
  private User known(String userId) {
    User user = users.get(userId);
    if (user == null) {
      user = new User(new UserRow(0, 0), new History());
      users.put(userId, user);
    } else if (!user.row().isSolved()) {
      float[] row = solved.find(userId, user.history().stamp());
      if (row != null) {
        learner.resume(user, row);
      }
    }
    return user;
  }

  /// Counts for the monitors of drift what an event did.
  private void watch(
      String userId,
      int ratingsBefore,
      int ratings,
      User user,
      History.Entry event,
      Learner.Learned learned) {
    if (ratings != ratingsBefore) {
      drift.active(userId, ratingsBefore, ratings);
    }
    if (learned.scored()) {
      drift.rated(userId, user, event, learned);
    }
    drift.sendIfMany(this::sendCounts);
  }

  /// Runs in the transaction of the commit, after the rows are written.
  private void beforeCommit() {
    if (drift != null) {
      changed |= drift.countEarlier();
      drift.send(this::sendCounts);
    }
    sendDeltas();
  }

  private void sendCounts(byte[] counts) {
    context.forward(
        new Record<>(null, counts, context.currentSystemTimeMs()), EddyTopology.COUNTS_SINK);
  }

  private void sendDeltas() {
    pace.commits(context.currentSystemTimeMs());
    solved.apply();
    if (!changed) {
      return;
    }
    departures.tellTime();
    long sequence = totals.nextSequence();
    learner.flush(sequence, this::send);
    if (choices != null) {
      choices.flush(sequence, this::send);
    }
    changed = false;
    users.putTaskRecord(totals.encode());
  }

  private void stopSolvingAhead() {
    if (solvingAhead != null) {
      solvingAhead.cancel();
      solvingAhead = null;
    }
  }

  private void send(String itemId, ItemDelta delta) {
    send(itemId.getBytes(StandardCharsets.UTF_8), ItemDeltaCodec.encode(delta));
    metrics.delta();
  }

  private void send(byte[] key, byte[] delta) {
    context.forward(
        new Record<>(key, delta, context.currentSystemTimeMs()), EddyTopology.DELTA_SINK);
  }

  @Override
  public void close() {
    stopSolvingAhead(); // Kafka Streams keeps it for the task, which may be started again
    if (task != null) {
      engine.tasks().remove(task);
      users.noMoreCommits();
    }
  }
}
