package dev.eddy.choice.row;

import java.util.ArrayDeque;

/// What belongs to no item as one partition sees it: as merged, with its own changes on top.
final class SharedView {

  /// More unacknowledged deltas than this are kept as one, under the newest number.
  private static final int MAX_PENDING = 8;

  private final ArrayDeque<SharedDelta> pending = new ArrayDeque<>();
  private ChoiceShared base;
  private ChoiceShared shown = new ChoiceShared();
  private ChoiceShared flushed = shown.copy();

  /// Returns the state, which the partition may change.
  ///
  /// @param merged the newest that is merged, or null
  ChoiceShared on(ChoiceShared merged, int partition) {
    if (merged != null && merged != base) {
      SharedDelta own = shown.since(flushed, partition, 0);
      long contained = merged.sequences().of(partition);
      pending.removeIf(delta -> delta.sequence() <= contained);
      base = merged;
      shown = merged.copy();
      pending.forEach(shown::add);
      flushed = shown.copy();
      shown.add(own);
    }
    return shown;
  }

  /// Returns what changed since the last flush and counts it as sent.
  SharedDelta flush(int partition, long sequence) {
    SharedDelta delta = shown.since(flushed, partition, sequence);
    flushed = shown.copy();
    pending.addLast(pending.size() == MAX_PENDING ? pending.removeLast().and(delta) : delta);
    return delta;
  }
}
