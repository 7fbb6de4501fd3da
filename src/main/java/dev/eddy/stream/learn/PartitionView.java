package dev.eddy.stream.learn;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.event.RejectReason;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.item.Feature;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.Outcome;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;

/// What queries may see of a partition that is learned here, while it is learned here.
///
/// Any thread may use it. Once the partition has moved away its store is closed and reading
/// throws Kafka Streams' `InvalidStateStoreException`.
public final class PartitionView {

  private final int partition;
  private final WriteBackStore<User> users;
  private final WriteBackStore<AttributedUser> attributes;
  private final TaskMetadata metadata;
  private final TaskTotals totals;
  private final DriftCounter drift;
  private final SolvedRows solved;

  PartitionView(
      int partition,
      WriteBackStore<User> users,
      WriteBackStore<AttributedUser> attributes,
      TaskMetadata metadata,
      TaskTotals totals,
      DriftCounter drift,
      SolvedRows solved) {
    this.partition = partition;
    this.users = users;
    this.attributes = attributes;
    this.metadata = metadata;
    this.totals = totals;
    this.drift = drift;
    this.solved = solved;
  }

  /// Returns the partition.
  public int partition() {
    return partition;
  }

  /// Returns a user, of whom snapshots may be taken, or null for an unknown one.
  public User find(String userId) {
    return users.peek(userId);
  }

  /// Returns what the owner of accounts says of a user; empty where that is nothing.
  public Map<String, String> attributes(String userId) {
    AttributedUser known = metadata.peek(userId);
    return known == null ? Map.of() : known.attributes().attributes();
  }

  /// Returns how often a user was shown items of late, by id; empty where drift is not watched.
  public Map<String, Integer> impressions(String userId) {
    return drift == null ? Map.of() : drift.impressions(userId);
  }

  /// Returns the offset of the last record that was learned, -1 before the first.
  public long learnedOffset() {
    return totals.offset();
  }

  /// Returns what a user's row may start by; empty where nothing is known.
  public List<Feature> features(String userId) {
    AttributedUser known = metadata.peek(userId);
    return known == null ? List.of() : known.features();
  }

  /// Takes over what the owner of accounts says of a user; for the thread that learns the
  /// partition.
  void putAttributes(UserAttributes attributes) {
    metadata.put(attributes);
    forgetStart(attributes.userId());
  }

  /// Removes what was said of a user; for the thread that learns the partition.
  void removeAttributes(String userId) {
    metadata.remove(userId);
    forgetStart(userId);
  }

  private void forgetStart(String userId) {
    User user = users.cached(userId);
    if (user != null) {
      user.row().forgetStart();
    }
  }

  /// Returns what counts for the monitors of drift, or null; for the thread that learns the
  /// partition.
  DriftCounter drift() {
    return drift;
  }

  /// Visits every user of the partition.
  ///
  /// @param visitor receives ids and how many ratings stand
  public void forEachUser(ObjIntConsumer<String> visitor) {
    users.forEach((id, user) -> visitor.accept(id, user.row().snapshot().count()));
  }

  /// Visits every user of the partition.
  ///
  /// @param visitor receives ids and the ratings as they are
  public void forEachHistory(BiConsumer<String, HistoryView> visitor) {
    users.forEach((id, user) -> visitor.accept(id, user.history().view()));
  }

  /// Receives users with their rows.
  @FunctionalInterface
  public interface RowVisitor {
    /// Visits a user.
    ///
    /// @param count how many ratings stand
    /// @param row null where it is still to be solved
    void visit(String userId, int count, float[] row);
  }

  /// Visits every user of the partition with the row that was solved last.
  public void forEachRow(RowVisitor visitor) {
    users.forEach(
        (id, user) -> {
          UserRow.Snapshot row = user.row().snapshot();
          float[] values = row.isSolved() ? row.values() : solved.find(id, user.history().stamp());
          visitor.visit(id, row.count(), values);
        });
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
