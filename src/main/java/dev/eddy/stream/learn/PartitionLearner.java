package dev.eddy.stream.learn;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.event.Forget;
import dev.eddy.event.Interaction;
import dev.eddy.event.Kinds;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.event.RejectReason;
import dev.eddy.event.Rejection;
import dev.eddy.event.UserEvent;
import dev.eddy.factorization.Learned;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.CommitPace;
import dev.eddy.stream.record.DeadLetters;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.Outcome;
import dev.eddy.stream.record.Sinks;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// The learning of one partition, from the moment its task starts until the task stops or its
/// transaction is aborted: then the object is thrown away, and with it everything that was learned
/// and not committed.
///
/// What is learned stays in memory until the task commits: then the rows are written, and the item
/// deltas and the task row with them, in the transaction of the ratings that caused them. Used by
/// the thread of the task.
final class PartitionLearner {

  private final ProcessorContext<byte[], byte[]> context;
  private final RatingReader reader;
  private final EngineMetrics metrics;
  private final WriteBackStore<User> users;
  private final SolvedRows solved;
  private final TaskMetadata metadata;
  private final TaskTotals totals;
  private final Learner learner;

  private final WatcherNews news;

  /// Null where choices are not learned.
  private final PartitionChoices choices;

  /// Null where drift is not watched.
  private final DriftCounter drift;

  private final EarlierUsers census;
  private final Emphasis emphasis;
  private final CommitPace pace;
  private final Expiry expiry;
  private final PartitionView task;
  private boolean changed;

  /// How many ratings stand by the deltas that were sent.
  private long sentRatings;

  /// Begins with what the stores hold.
  PartitionLearner(
      ProcessorContext<byte[], byte[]> context,
      LearnProcessor.Engine engine,
      RatingReader reader,
      EngineMetrics metrics) {
    this.context = context;
    this.reader = reader;
    this.metrics = metrics;
    int partition = context.taskId().partition();
    users = context.getStateStore(LearnProcessor.HISTORIES);
    solved =
        new SolvedRows(
            context.getStateStore(LearnProcessor.ROWS), engine.model().userLayout().length());
    totals = TaskTotals.decode(users.taskRecord());
    totals.learnWith(engine.model().signature());
    sentRatings = totals.standing();
    WriteBackStore<AttributedUser> attributes = context.getStateStore(AttributesProcessor.STORE);
    metadata = engine.newMetadata(attributes);
    learner = engine.newLearner(partition, metadata);
    choices = engine.newChoices(partition, learner);
    news = new WatcherNews(engine.tasks(), context);
    census = new EarlierUsers(users::visitAfter, totals, EarlierUsers.AT_ONCE);
    drift = engine.newDrift(context, users, metadata, census::hasCounted);
    emphasis = new Emphasis(engine.brakes(), drift);
    pace = new CommitPace(engine.tasks().partitions() == 1, totals.learned());
    expiry =
        new Expiry(
            engine.admission(), users, solved, learner, choices, metadata, drift, totals, metrics);
    task = new PartitionView(partition, users, attributes, metadata, totals, drift, solved);
    users.beforeCommit(this::beforeCommit);
    users.whenEvicted(this::keep);
  }

  /// Returns what queries may see.
  PartitionView task() {
    return task;
  }

  /// Returns what solves users in the background whose rows are missing.
  SolvingAhead solvingAhead(BackgroundBudget background) {
    return new SolvingAhead(users, solved, learner, background);
  }

  /// Learns from an event that was validated, or rejects it.
  void learn(ConsumerRecord<byte[], byte[]> record, RatingEvent read) {
    news.arrived(record.timestamp());
    Outcome outcome =
        totals.leavesOut(read, record.timestamp())
            ? Outcome.LEFT_OUT
            : switch (read) {
              case Rejection rejection -> reject(record, rejection);
              case Forget forget -> forget(forget.userId());
              case UserEvent event when isTooOften(event, record.timestamp()) ->
                  reject(record, tooOften());
              case Rating rating -> learn(rating, record.offset());
              case Interaction done -> choose(done, record.offset());
            };
    totals.count(outcome, record.offset());
    metrics.count(outcome);
    changed = true;
  }

  /// Returns whether the task should commit now.
  boolean isCommitDue(long nowMs) {
    return pace.isDueAfterEvent(nowMs);
  }

  /// Writes nothing any more.
  void close() {
    users.noMoreCommits();
  }

  private Outcome reject(ConsumerRecord<byte[], byte[]> record, Rejection rejection) {
    totals.count(rejection.reason());
    metrics.count(rejection.reason());
    context.forward(DeadLetters.letter(record, rejection), Sinks.DEAD_LETTERS);
    return Outcome.REJECTED;
  }

  /// Counts an event, and returns whether its user has more in a minute than one may. What is
  /// counted is kept with the user, so that whoever reads the topic again refuses the same events.
  /// An event that claims to be of later than it arrived counts as of then: a clock that runs ahead
  /// would use up a minute that is still to come.
  private boolean isTooOften(UserEvent event, long arrivedMs) {
    int most = reader.rules().maxPerUserMinute();
    if (most == 0) {
      return false;
    }
    User user = known(event.userId());
    users.markDirty(event.userId(), user);
    return user.countInMinute(Math.min(event.timestampMs(), arrivedMs)) > most;
  }

  private Rejection tooOften() {
    return new Rejection(
        RejectReason.TOO_MANY_A_MINUTE,
        "the user has more than %d events in a minute of event time (events.max-per-user-minute)"
            .formatted(reader.rules().maxPerUserMinute()));
  }

  private Outcome forget(String userId) {
    totals.addRemoved(expiry.takeOut(userId));
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
      event = choices.learn(userId, user, event);
    }
    Learned learned =
        learn(userId, user, event, emphasis.of(userId, rating.itemId(), event.timeMs()));
    if (drift != null) {
      drift.moved(userId, row, event.timeMs());
    }
    int ratings = row.count();
    expiry.shorten(userId, user);
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
      news.rated(rating, offset, event.rating(), learned);
    }
    expiry.after(event.timeMs());
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
            (float) worth * emphasis.of(userId, done.itemId(), done.timestampMs()),
            done.timestampMs(),
            offset);
    if (choices != null) {
      event = choices.learnUnrated(userId, user, event);
    }
    HistoryChange change = user.ownInteractions().apply(event);
    if (change != HistoryChange.IGNORED) {
      expiry.shortenInteractions(user);
      users.markDirty(userId, user);
      news.chosen(done);
      if (drift != null) {
        drift.chosen(userId, user, done.itemId(), event.timeMs(), change);
      }
    }
    expiry.after(event.timeMs());
    return change == HistoryChange.IGNORED ? Outcome.IGNORED : Outcome.CHOSEN;
  }

  /// Lets readers through where learning fails in the middle of a change: they may hold the row
  /// still when the task is closed and started anew.
  private Learned learn(String userId, User user, History.Entry event, float times) {
    boolean done = false;
    try {
      Learned learned = learner.learn(userId, user, event, times);
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
      Learned learned) {
    if (ratings != ratingsBefore) {
      drift.active(userId, ratingsBefore, ratings);
    }
    if (learned.scored()) {
      drift.rated(userId, user, event, learned);
    }
  }

  /// Keeps the row of a user who leaves the memory.
  private void keep(String userId, User user) {
    if (user.row().isSolved()) {
      solved.put(userId, user.history().stamp(), user.row().values());
    }
  }

  /// Runs in the transaction of the commit, after the rows are written.
  private void beforeCommit() {
    if (drift != null) {
      changed |= census.step(drift::ratedEarlier);
      drift.send(
          counts ->
              context.forward(
                  new Record<>(null, counts.encode(), context.currentSystemTimeMs()),
                  Sinks.DRIFT_COUNTS));
    }
    sendDeltas();
  }

  private void sendDeltas() {
    pace.commits(context.currentSystemTimeMs());
    solved.apply();
    if (!changed) {
      return;
    }
    expiry.tellTime();
    long sequence = totals.nextSequence();
    learner.flush(sequence, this::send);
    if (choices != null) {
      choices.flush(sequence, this::send);
    }
    changed = false;
    assert sentRatings == totals.standing()
        : "%d ratings stand by the deltas, but %d by the outcomes"
            .formatted(sentRatings, totals.standing());
    users.putTaskRecord(totals.encode());
  }

  private void send(String itemId, ItemDelta delta) {
    sentRatings += delta.countChange();
    send(itemId.getBytes(StandardCharsets.UTF_8), ItemDeltaCodec.encode(delta));
    metrics.delta();
  }

  private void send(byte[] key, byte[] delta) {
    context.forward(new Record<>(key, delta, context.currentSystemTimeMs()), Sinks.ITEM_DELTAS);
  }
}
