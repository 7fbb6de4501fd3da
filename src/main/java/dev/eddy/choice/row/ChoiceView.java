package dev.eddy.choice.row;

import it.unimi.dsi.fastutil.ints.Int2FloatOpenHashMap;
import java.util.ArrayDeque;

/// One item as one partition sees it: the counts as they are merged, what the partition sent that
/// is not yet contained there, and what it learned since its last flush. What was chosen before the
/// item is seen once it is merged; until then it is on its way.
///
/// Used by the thread that learns.
public final class ChoiceView {

  /// More unacknowledged deltas than this are kept as one, under the newest number.
  private static final int MAX_PENDING = 8;

  private final ArrayDeque<ChoiceDelta> pending = new ArrayDeque<>(1);
  private ChoiceItem base;
  private final ChoiceCounts shown = new ChoiceCounts();

  /// What the last flush left to do; null while nothing has changed since.
  private ChoiceCounts own;

  /// By how much the weights of what was chosen before the item grew since the last flush; null
  /// while none did.
  private Int2FloatOpenHashMap grown;

  /// Creates a view.
  ///
  /// @param base the merged row, or null
  ChoiceView(ChoiceItem base) {
    this.base = base;
    if (base != null) {
      shown.takeOver(base);
    }
  }

  ChoiceItem base() {
    return base;
  }

  /// Returns the counts, not to be changed but by this view.
  ChoiceCounts shown() {
    return shown;
  }

  boolean isDirty() {
    return own != null;
  }

  /// Returns whether there is something that was flushed and is not known to be merged.
  boolean isWaiting() {
    return !pending.isEmpty();
  }

  /// Makes it possible to change the view.
  void open() {
    if (own == null) {
      own = new ChoiceCounts();
    }
  }

  /// Counts a choice, see [ChoiceCounts#choose].
  public void choose(double worth, double backing, double now, long timeMs) {
    shown.choose(worth, backing, now, timeMs);
    own.choose(worth, backing, now, timeMs);
  }

  /// Takes a choice back; what fades is left to fade. It is taken for backed as far as the others
  /// are.
  public void takeBack(double worth) {
    double backing = shown.backedShare();
    shown.takeBack(worth, backing);
    own.takeBack(worth, backing);
  }

  /// Counts ratings.
  ///
  /// @param ratings by how many there are more
  /// @param by how much the sum of ratings less the mean of all changes
  public void rate(double ratings, double by) {
    shown.rate(ratings, by);
    own.rate(ratings, by);
  }

  /// Counts that another item was chosen before this one.
  public void after(int item, float weight) {
    if (grown == null) {
      grown = new Int2FloatOpenHashMap();
    }
    grown.addTo(item, weight);
  }

  /// Returns true if nothing of the partition's own is in the view, so that it may be dropped.
  boolean isMergedOnly() {
    return own == null && pending.isEmpty() && base != null;
  }

  /// Takes over a newer merged row and lays the partition's own, not yet contained work on top.
  void rebase(ChoiceItem merged, int partition) {
    long contained = merged.sequences().of(partition);
    pending.removeIf(delta -> delta.sequence() <= contained);
    base = merged;
    shown.takeOver(merged);
    pending.forEach(shown::addCounts);
    if (own != null) {
      shown.addCounts(own.toDelta(partition, 0, ChoiceDelta.NO_NEIGHBOURS, ChoiceDelta.NO_CHANGES));
    }
  }

  /// Returns what changed since the last flush and counts it as sent.
  ChoiceDelta flush(int partition, long sequence) {
    int[] neighbours = ChoiceDelta.NO_NEIGHBOURS;
    float[] changes = ChoiceDelta.NO_CHANGES;
    if (grown != null) {
      neighbours = grown.keySet().toIntArray();
      changes = grown.values().toFloatArray();
      ChoiceDelta.order(neighbours, changes);
    }
    ChoiceDelta delta = own.toDelta(partition, sequence, neighbours, changes);
    own = null;
    grown = null;
    ChoiceDelta counts = delta.withoutNeighbours();
    pending.addLast(pending.size() == MAX_PENDING ? pending.removeLast().and(counts) : counts);
    return delta;
  }
}
