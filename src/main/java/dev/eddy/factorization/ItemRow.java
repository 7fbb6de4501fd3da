package dev.eddy.factorization;

/// An item's row at its owner, into which the deltas of all partitions are merged.
public final class ItemRow {

  private final float[] values;
  private int count;
  private Sequences sequences;

  /// Creates a row; it keeps the array.
  public ItemRow(float[] values, int count, Sequences sequences) {
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

  /// Merges one delta. Every delta counts: under exactly-once each arrives once, and its sequence
  /// number only tells the sender how far its work is contained.
  public void merge(ItemDelta delta, RowLayout layout) {
    layout.merge(values, delta.change());
    count += delta.countChange();
    sequences = sequences.with(delta.partition(), delta.sequence());
  }

  /// Returns the row as it is published; later merges do not change it.
  public MergedItem publish() {
    return new MergedItem(values.clone(), count, sequences);
  }
}
