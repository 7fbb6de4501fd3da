package dev.eddy.choice;

/// What one partition changed of one item since its last flush. All of it is added to the item, in
/// any order with the deltas of other partitions.
///
/// @param partition the contributing partition
/// @param sequence the number of the flush, ascending within a partition
/// @param bornMs event time of the earliest choice, [ChoiceItem#UNBORN] without any
/// @param count change of how often it was chosen, by worth
/// @param backed that part of it which is by users who had chosen other items before
/// @param rated change of how many ratings stand
/// @param residual change of the sum of ratings less the mean of all
/// @param clock the clock that the fading counts are of
/// @param fading changes of the fading counts, one a half-life, and of what of them is backed
/// @param neighbours items, ascending by the change of their weight
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

  /// Checks how many counts and neighbours there are.
  public ChoiceDelta {
    if (fading.length != 2 * HalfLives.SIZE || neighbours.length != changes.length) {
      throw new IllegalArgumentException(
          "%d fading counts, %d neighbours and %d changes do not fit"
              .formatted(fading.length, neighbours.length, changes.length));
    }
  }

  /// Returns one delta that does what this and a later one of the same item and partition do.
  ChoiceDelta and(ChoiceDelta later) {
    ChoiceItem both = new ChoiceItem();
    ChoiceItem nothing = both.copy();
    both.add(this);
    both.add(later);
    return both.since(nothing, later.partition, later.sequence);
  }
}
