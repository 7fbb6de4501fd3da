package dev.eddy.factorization;

import java.util.function.BiConsumer;

/// Learns the ratings of one partition, in order. The stream and the library drive the same
/// class.
///
/// The caller owns the user's row and history and stores them; the learner keeps its view of the
/// items and hands out what it changed of them when flushed. Not safe for use by several threads.
public final class Learner {

  private final Model model;
  private final ItemRows rows;
  private final ItemViews items;

  /// Creates a learner that has learned nothing of its own yet.
  ///
  /// @param rows the items, as merged from all partitions
  /// @param partition which partition's deltas in the merged rows are this learner's own
  public Learner(Model model, ItemRows rows, int partition) {
    this.model = model;
    this.rows = rows;
    items = new ItemViews(model, rows, partition);
  }

  /// What learning one event did.
  ///
  /// @param change what became of the user's history
  /// @param prediction the rating predicted before it was learned; NaN where nothing was learned
  public record Learned(HistoryChange change, float prediction) {

    /// Returns true if the event taught something, so that its prediction may be scored.
    public boolean scored() {
      return change == HistoryChange.NEW || change == HistoryChange.REPLACED;
    }
  }

  /// Returns the row of a user who was not known before.
  public UserRow newUser(String userId) {
    return new UserRow(model.newUser(userId, items.read(ItemRows.SHARED)), 0, 0);
  }

  /// Returns an item's number, for use in a [History.Entry].
  public int number(String itemId) {
    return rows.number(itemId);
  }

  /// Predicts one event, then learns from it.
  ///
  /// @param user the user's row, changed
  /// @param history the user's history, changed
  /// @param event the rating or, if not live, its withdrawal
  public Learned learn(UserRow user, History history, History.Entry event) {
    HistoryChange change = history.apply(event);
    return switch (change) {
      case IGNORED -> new Learned(change, Float.NaN);
      case WITHDRAWN -> {
        items.write(event.item(), -1);
        user.beginChange();
        user.addCount(-1);
        user.endChange();
        yield new Learned(change, Float.NaN);
      }
      case NEW, REPLACED -> {
        int counted = change == HistoryChange.NEW ? 1 : 0;
        float[] shared = items.write(ItemRows.SHARED, 0);
        float[] item = items.write(event.item(), counted);
        float prediction = model.predict(shared, user.values(), item);
        user.beginChange();
        user.addCount(counted);
        user.addInfluence(model.learn(shared, user.values(), item, event.rating(), event.weight()));
        user.endChange();
        yield new Learned(change, prediction);
      }
    };
  }

  /// Takes a forgotten user's ratings out of the items' counts.
  ///
  /// @return how many ratings stood
  public int forget(History history) {
    int removed = 0;
    for (int place = 0; place < history.size(); place++) {
      History.Entry entry = history.entry(place);
      if (entry.live()) {
        items.write(entry.item(), -1);
        removed++;
      }
    }
    return removed;
  }

  /// Predicts the rating of one item; owner only.
  public float predict(UserRow user, int item) {
    return model.predict(items.read(ItemRows.SHARED), user.values(), items.read(item));
  }

  /// Returns the shared parameters as this partition sees them; not to be changed.
  float[] shared() {
    return items.read(ItemRows.SHARED);
  }

  /// Returns an item's parameters as this partition sees them; not to be changed.
  float[] item(int number) {
    return items.read(number);
  }

  /// Hands out what changed of the items since the last flush.
  ///
  /// @param sequence the number of this flush, above every earlier one
  /// @param deltas receives item ids and deltas; the shared row has the empty id
  public void flush(long sequence, BiConsumer<String, ItemDelta> deltas) {
    items.flush(sequence, deltas);
  }
}
