package dev.eddy.factorization;

import java.util.BitSet;

/// An item's row at its owner, into which the deltas of all partitions are merged.
public final class ItemRow {

  private final float[] values;
  private int count;
  private Sequences sequences;

  /// Which partitions' masses the row holds.
  private final BitSet round = new BitSet();

  private ItemRow(float[] values, int count, Sequences sequences) {
    this.values = values;
    this.count = count;
    this.sequences = sequences;
  }

  /// Returns the row that a first delta creates: where its partition started, nothing counted.
  ///
  /// @param fallback where to start if the delta brings no start, as after a lost row
  public static ItemRow startedBy(ItemDelta delta, float[] fallback) {
    float[] start = delta.start() != null ? delta.start() : fallback;
    return new ItemRow(start.clone(), 0, Sequences.NONE);
  }

  /// Returns a row as it was stored.
  public static ItemRow stored(MergedItem item, RowLayout layout) {
    return new ItemRow(layout.withMasses(item.values()), item.count(), item.sequences());
  }

  /// Merges one delta. Every delta counts: under exactly-once each arrives once, and its sequence
  /// number only tells the sender how far its work is contained.
  public void merge(ItemDelta delta, RowLayout layout) {
    if (round.get(delta.partition())) { // it built on what it sent before: a new round begins
      layout.settle(values);
      round.clear();
    }
    round.set(delta.partition());
    layout.merge(values, delta.change());
    count += delta.countChange();
    sequences = sequences.with(delta.partition(), delta.sequence());
  }

  /// Returns the row as it is stored and published: without masses, and not changed by later
  /// merges.
  public MergedItem publish(RowLayout layout) {
    return new MergedItem(layout.withoutMasses(values), count, sequences);
  }
}
