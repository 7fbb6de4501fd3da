package dev.eddy.choice;

import java.util.ArrayDeque;

/// One item as one partition sees it: the merged row, what the partition sent that is not yet
/// contained there, and what it learned since its last flush.
final class ChoiceView {

  /// More unacknowledged deltas than this are kept as one, under the newest number.
  private static final int MAX_PENDING = 8;

  private final ArrayDeque<ChoiceDelta> pending = new ArrayDeque<>(2);
  private ChoiceItem base;
  private ChoiceItem shown;

  /// What the last flush left; null while nothing has changed since.
  private ChoiceItem flushed;

  /// Creates a view.
  ///
  /// @param base the merged row, or null
  ChoiceView(ChoiceItem base) {
    this.base = base;
    shown = base == null ? new ChoiceItem() : base.copy();
  }

  ChoiceItem base() {
    return base;
  }

  ChoiceItem shown() {
    return shown;
  }

  boolean isDirty() {
    return flushed != null;
  }

  /// Returns the item to be changed.
  ChoiceItem write() {
    if (flushed == null) {
      flushed = shown.copy();
    }
    return shown;
  }

  /// Returns true if nothing of the partition's own is in the view, so that it may be dropped.
  boolean isMergedOnly() {
    return flushed == null && pending.isEmpty() && base != null;
  }

  /// Takes over a newer merged row and lays the partition's own, not yet contained work on top.
  void rebase(ChoiceItem merged, int partition) {
    ChoiceDelta own = flushed == null ? null : shown.since(flushed, partition, 0);
    long contained = merged.sequences().of(partition);
    pending.removeIf(delta -> delta.sequence() <= contained);
    base = merged;
    shown = merged.copy();
    pending.forEach(shown::add);
    if (own != null) {
      flushed = shown.copy();
      shown.add(own);
    }
  }

  /// Returns what changed since the last flush and counts it as sent.
  ChoiceDelta flush(int partition, long sequence) {
    ChoiceDelta delta = shown.since(flushed, partition, sequence);
    flushed = null;
    pending.addLast(pending.size() == MAX_PENDING ? pending.removeLast().and(delta) : delta);
    return delta;
  }
}
