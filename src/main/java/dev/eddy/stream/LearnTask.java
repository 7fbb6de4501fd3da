package dev.eddy.stream;

import dev.eddy.eval.PrequentialScore;
import dev.eddy.eval.Segment;
import dev.eddy.event.RejectReason;
import dev.eddy.factorization.Feature;
import dev.eddy.factorization.History;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.WriteBackStore;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/// What queries may see of a partition that is learned here, while it is learned here.
///
/// Any thread may use it. Once the partition has moved away its store is closed and reading
/// throws Kafka Streams' `InvalidStateStoreException`.
public final class LearnTask {

  private final int partition;
  private final WriteBackStore<User> users;
  private final WriteBackStore<AttributedUser> attributes;
  private final TaskMetadata metadata;
  private final TaskTotals totals;
  private final DriftTask drift;
  private final BooleanSupplier ahead;

  LearnTask(
      int partition,
      WriteBackStore<User> users,
      WriteBackStore<AttributedUser> attributes,
      TaskMetadata metadata,
      TaskTotals totals,
      DriftTask drift,
      BooleanSupplier ahead) {
    this.partition = partition;
    this.users = users;
    this.attributes = attributes;
    this.metadata = metadata;
    this.totals = totals;
    this.drift = drift;
    this.ahead = ahead;
  }

  /// Returns whether the task has learned too far ahead of the merging; see [Unmerged]. Its own
  /// thread only.
  boolean isAhead() {
    return ahead.getAsBoolean();
  }

  /// Returns the partition.
  public int partition() {
    return partition;
  }

  /// Returns a user, of whom snapshots may be taken, or null for an unknown one.
  public User find(String userId) {
    return users.peek(userId);
  }

  /// Returns a user's row in its newest state, or null for an unknown user.
  public UserRow.Snapshot user(String userId) {
    User user = users.peek(userId);
    return user == null ? null : user.row().snapshot();
  }

  /// Returns a user's ratings in the order of their arrival; empty for an unknown user.
  public History.Entry[] history(String userId) {
    User user = users.peek(userId);
    return user == null ? new History.Entry[0] : user.history().entries();
  }

  /// Returns what the owner of accounts says of a user; empty where that is nothing.
  public Map<String, String> attributes(String userId) {
    AttributedUser known = metadata.peek(userId);
    return known == null ? Map.of() : known.attributes().attributes();
  }

  /// Returns the offset of the last record that was learned, -1 before the first.
  public long learnedOffset() {
    return totals.offset();
  }

  /// Returns what a user's row may start by; empty where nothing is known.
  List<Feature> features(String userId) {
    AttributedUser known = metadata.peek(userId);
    return known == null ? List.of() : known.features();
  }

  /// Returns what is known beside ratings; for the thread that learns the partition.
  TaskMetadata metadata() {
    return metadata;
  }

  /// Returns what counts for the monitors of drift, or null; for the thread that learns the
  /// partition.
  DriftTask drift() {
    return drift;
  }

  /// Visits every user of the partition.
  public void forEachUser(BiConsumer<String, UserRow.Snapshot> visitor) {
    users.forEach((id, user) -> visitor.accept(id, user.row().snapshot()));
  }

  /// Returns how many records had an outcome since the partition's beginning.
  public long count(Outcome outcome) {
    return totals.of(outcome);
  }

  /// Returns how many records were rejected for a reason since the partition's beginning.
  public long count(RejectReason reason) {
    return totals.of(reason);
  }

  /// Returns how many standing ratings went with users who were forgotten or expired.
  public long removed() {
    return totals.removed() + totals.expired();
  }

  /// Returns how many standing ratings expired.
  public long expired() {
    return totals.expired();
  }

  /// Returns the prequential score of new and replaced ratings since the partition's beginning.
  public PrequentialScore.Values score() {
    return score(Segment.ALL);
  }

  /// Returns the prequential score of one segment since the partition's beginning.
  public PrequentialScore.Values score(Segment segment) {
    return totals.score(segment);
  }

  /// Returns how often rows were found decoded in memory, of all times they were needed.
  public double cacheHitRatio() {
    long hits = users.hits();
    long all = hits + users.misses();
    return all == 0 ? 1 : (double) hits / all;
  }

  /// Returns how many decoded rows are changed and not yet written.
  public long dirtyRows() {
    return users.dirtyRows() + attributes.dirtyRows();
  }

  /// Returns about how many bytes of decoded rows are in memory.
  public long cachedBytes() {
    return users.cachedBytes();
  }
}
