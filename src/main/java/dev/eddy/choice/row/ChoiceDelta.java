package dev.eddy.choice.row;

import it.unimi.dsi.fastutil.Arrays;

/// What one partition changed of one item since its last flush. All of it is added to the item, in
/// any order with the deltas of other partitions.
///
/// @param partition the contributing partition
/// @param sequence the number of the flush, ascending within a partition
/// @param bornMs event time of the earliest choice, [ChoiceCounts#UNBORN] without any
/// @param count change of how often it was chosen, by worth
/// @param backed that part of it which is by users who had chosen other items before
/// @param rated change of how many ratings stand
/// @param residual change of the sum of ratings less the mean of all
/// @param clock the clock that the fading counts are of
/// @param fading changes of the fading counts, one a half-life, and of what of them is backed
/// @param neighbours items, ascending by the change of their weight, of equal ones by number
/// @param changes how the weights of the neighbours changed
public record ChoiceDelta(
    int partition,
    long sequence,
    long bornMs,
    double count,
    double backed,
    double rated,
    double residual,
    double clock,
    float[] fading,
    int[] neighbours,
    float[] changes) {

  static final int[] NO_NEIGHBOURS = new int[0];
  static final float[] NO_CHANGES = new float[0];

  /// Checks how many counts and neighbours there are.
  public ChoiceDelta {
    if (fading.length != 2 * HalfLives.SIZE || neighbours.length != changes.length) {
      throw new IllegalArgumentException(
          "%d fading counts, %d neighbours and %d changes do not fit"
              .formatted(fading.length, neighbours.length, changes.length));
    }
  }

  /// Puts neighbours in the order that a delta has them in.
  static void order(int[] neighbours, float[] changes) {
    Arrays.quickSort(
        0,
        neighbours.length,
        (a, b) -> {
          int byChange = Float.compare(changes[a], changes[b]);
          return byChange != 0 ? byChange : Integer.compare(neighbours[a], neighbours[b]);
        },
        (a, b) -> {
          int neighbour = neighbours[a];
          neighbours[a] = neighbours[b];
          neighbours[b] = neighbour;
          float change = changes[a];
          changes[a] = changes[b];
          changes[b] = change;
        });
  }

  /// Returns the change of the counts alone.
  ChoiceDelta withoutNeighbours() {
    return new ChoiceDelta(
        partition,
        sequence,
        bornMs,
        count,
        backed,
        rated,
        residual,
        clock,
        fading,
        NO_NEIGHBOURS,
        NO_CHANGES);
  }

  /// Returns one change of the counts that does what this and a later one of the same item and
  /// partition do.
  ChoiceDelta and(ChoiceDelta later) {
    ChoiceCounts both = new ChoiceCounts();
    both.addCounts(this);
    both.addCounts(later);
    return both.toDelta(later.partition, later.sequence, NO_NEIGHBOURS, NO_CHANGES);
  }
}
