package dev.eddy.stream.merge;

import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.EngineMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Goes through the items of one owner, over and over, and lets go those that nobody has rated for
/// too long: the row first, of which the count stays; then, when no rating of it stands any more,
/// the count as well.
///
/// What time it is the partitions of the ratings say, with their deltas: the slowest of them is
/// believed, since one that is read faster than the others, in a replay, must not age what the
/// others have yet to rate. Until each has said its time, nobody is idle.
///
/// Used by one thread.
final class ItemExpiry {

  /// A step is due after so many deltas.
  private static final int DELTAS = 1024;

  /// So many items are looked at in a step.
  private static final int ITEMS = 128;

  /// A sweep begins when this part of the idle time has passed since the last one began.
  private static final int SWEEPS = 8;

  private final WriteBackStore<ItemRow> rows;
  private final RowLayout layout;
  private final long idleMs;
  private final int partitions;
  private final EngineMetrics metrics;
  private final Map<Integer, Long> clocks = new HashMap<>();
  private int deltas;
  private long nextSweepMs;
  private String last;

  /// Begins before the first item.
  ///
  /// @param layout of the rows of items
  /// @param idleMs for how long an item may be idle
  /// @param partitions how many partitions the ratings have
  ItemExpiry(
      WriteBackStore<ItemRow> rows,
      RowLayout layout,
      long idleMs,
      int partitions,
      EngineMetrics metrics) {
    this.rows = rows;
    this.layout = layout;
    this.idleMs = idleMs;
    this.partitions = partitions;
    this.metrics = metrics;
  }

  private long nowMs() {
    return clocks.size() < partitions
        ? 0
        : clocks.values().stream().mapToLong(Long::longValue).min().orElse(0);
  }

  /// Notes a delta, and takes a step where one is due.
  ///
  /// @param changed receives the id and the row of each item that became another; null for a row
  ///     that is no more
  void after(ItemDelta delta, BiConsumer<String, ItemRow> changed) {
    if (delta.ratedMs() > 0) {
      clocks.merge(delta.partition(), delta.ratedMs(), Math::max);
    }
    if (++deltas < DELTAS) {
      return;
    }
    deltas = 0;
    long nowMs = nowMs();
    if (nowMs == 0 || (last == null && nowMs < nextSweepMs)) {
      return;
    }
    if (last == null) {
      nextSweepMs = nowMs + idleMs / SWEEPS;
    }
    List<String> items = rows.keysAfter(last, ITEMS);
    last = items.size() < ITEMS ? null : items.getLast();
    for (String itemId : items) {
      if (RowKind.of(itemId) == RowKind.ITEM) {
        lookAt(itemId, nowMs, changed);
      }
    }
  }

  private void lookAt(String itemId, long nowMs, BiConsumer<String, ItemRow> changed) {
    ItemRow seen = rows.peek(itemId);
    if (seen == null || (seen.ratedMs() > 0 && !isDue(seen, nowMs))) {
      return;
    }
    ItemRow row = rows.get(itemId);
    if (row.ratedMs() == 0) { // of a time when nobody noted when items are rated
      row.ratedAt(nowMs);
      rows.markDirty(itemId, row);
      changed.accept(itemId, row);
    } else if (row.isWaiting() && row.count() == 0) {
      rows.delete(itemId, row);
      changed.accept(itemId, null);
    } else {
      row.retire(layout);
      rows.markDirty(itemId, row);
      metrics.expiredItem();
      changed.accept(itemId, row);
    }
  }

  /// Returns whether an idle item has something left to let go.
  private boolean isDue(ItemRow row, long nowMs) {
    return row.ratedMs() < nowMs - idleMs && (!row.isRetired() || row.count() == 0);
  }
}
