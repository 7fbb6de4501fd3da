package dev.eddy.choice.row;

/// What one partition changed, since its last flush, of what belongs to no item. All of it is added
/// to the shared state, in any order with the deltas of other partitions.
///
/// @param partition the contributing partition
/// @param sequence the number of the flush, ascending within a partition
/// @param clock by how much its events advance the clock
/// @param timeMs the latest event time
/// @param ratings by how many ratings there are more
/// @param ratingSum by how much their sum is higher
/// @param steps how many steps of the weights it made
/// @param stepsAt the number of steps at which the next two stand: they fade by steps
/// @param information change of the information about the weights; none where no step was made
/// @param pull change of the information times the weights; none where no step was made
public record SharedDelta(
    int partition,
    long sequence,
    double clock,
    long timeMs,
    double ratings,
    double ratingSum,
    double steps,
    double stepsAt,
    double[] information,
    double[] pull) {

  /// Checks how many sums there are.
  public SharedDelta {
    int sums = information.length == 0 ? 0 : ChoiceFeature.SIZE;
    if (information.length != sums * sums || pull.length != sums) {
      throw new IllegalArgumentException(
          "%d and %d sums are not those of %d features"
              .formatted(information.length, pull.length, ChoiceFeature.SIZE));
    }
  }

  /// Returns one delta that does what this and a later one of the same partition do.
  SharedDelta and(SharedDelta later) {
    ChoiceShared both = new ChoiceShared();
    ChoiceShared nothing = both.copy();
    both.add(this);
    both.add(later);
    return both.since(nothing, later.partition, later.sequence);
  }
}
