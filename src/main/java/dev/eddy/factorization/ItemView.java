package dev.eddy.factorization;

import java.util.ArrayDeque;

/// One item as one partition sees it: the merged row, plus the deltas it sent that are not yet
/// contained there, plus what it learned since its last flush.
///
/// Without the partition's own part a hot item would take hundreds of steps from one stale value
/// during a backfill, and diverge.
final class ItemView {

  /// More unacknowledged deltas than this are kept as one, under the newest number.
  private static final int MAX_PENDING = 8;

  private final RowLayout layout;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final float[] values;

  /// The natural form that the last flush reached: what later learning is measured from.
  private float[] flushed;

  private MergedItem base;
  private float[] start;
  private int countChange;
  private boolean dirty;
  private boolean heard;

  private record Pending(long sequence, float[] change, int countChange) {}

  /// Creates the view of an item that has no merged row; the first delta will carry the start.
  static ItemView started(RowLayout layout, float[] start) {
    ItemView view = new ItemView(layout, null, start.clone());
    view.start = start;
    return view;
  }

  /// Creates the view of a merged row.
  static ItemView of(RowLayout layout, MergedItem base) {
    return new ItemView(layout, base, layout.withMasses(base.values()));
  }

  private ItemView(RowLayout layout, MergedItem base, float[] values) {
    this.layout = layout;
    this.base = base;
    this.values = values;
    flushed = layout.toNatural(values);
  }

  /// Returns the current parameters; a writer calls [#hear] or [#rehearse] as well.
  float[] values() {
    return values;
  }

  /// Returns by how much the partition's own work, as far as the merged row does not contain it
  /// yet, changes the count of standing ratings.
  int countChange() {
    int change = countChange;
    for (Pending delta : pending) {
      change += delta.countChange;
    }
    return change;
  }

  MergedItem base() {
    return base;
  }

  /// Notes a change by what was heard of the item, and by how much the count of standing ratings
  /// changes. Returns true if the view was clean.
  boolean hear(int countBy) {
    heard = true;
    countChange += countBy;
    return rehearse();
  }

  /// Notes a change by rehearsal. Returns true if the view was clean.
  boolean rehearse() {
    boolean wasClean = !dirty;
    dirty = true;
    return wasClean;
  }

  /// Returns whether something was heard of the item since the last flush.
  boolean isHeard() {
    return heard;
  }

  /// Returns true if nothing of the partition's own is in the view, so that it may be dropped.
  boolean isMergedOnly() {
    return !dirty && pending.isEmpty() && base != null;
  }

  /// Takes over a newer merged row and lays the partition's own, not yet contained work on top.
  void rebase(MergedItem merged, int partition) {
    float[] current = layout.toNatural(values);
    for (int i = 0; i < current.length; i++) {
      current[i] -= flushed[i];
    }
    long contained = merged.sequences().of(partition);
    pending.removeIf(delta -> delta.sequence <= contained);
    float[] natural = layout.toNatural(layout.withMasses(merged.values()));
    for (Pending delta : pending) {
      add(natural, delta.change);
      layout.settleNatural(natural);
    }
    flushed = natural.clone();
    add(natural, current);
    layout.fromNatural(natural, values);
    base = merged;
  }

  /// Returns what changed since the last flush and counts it as sent.
  ItemDelta flush(int partition, long sequence) {
    float[] natural = layout.toNatural(values);
    float[] change = natural.clone();
    for (int i = 0; i < change.length; i++) {
      change[i] -= flushed[i];
    }
    ItemDelta delta = new ItemDelta(partition, sequence, countChange, start, change);
    remember(sequence, change, countChange);
    layout.settle(values);
    flushed = layout.toNatural(values);
    start = null;
    countChange = 0;
    dirty = false;
    heard = false;
    return delta;
  }

  private void remember(long sequence, float[] change, int counted) {
    float[] kept = change.clone();
    int keptCount = counted;
    if (pending.size() == MAX_PENDING) {
      Pending last = pending.removeLast();
      add(kept, last.change);
      keptCount += last.countChange;
    }
    pending.addLast(new Pending(sequence, kept, keptCount));
  }

  private static void add(float[] to, float[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }
}
