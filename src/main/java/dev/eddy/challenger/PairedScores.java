package dev.eddy.challenger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Brings together what two models predicted for the same ratings, by partition and offset. Each
/// model tells of its ratings in the order of their offsets, at its own pace.
///
/// A rating that only one of the two learns here, such as one from before this process started,
/// cannot be paired. Of each partition, what one model is ahead of the other is kept up to a bound,
/// beyond which the oldest goes without a pair. What a rolled-back transaction tells again is
/// counted once. Any thread may tell and ask.
public final class PairedScores {

  private final double scale;
  private final Map<Integer, PairedPartition> partitions = new ConcurrentHashMap<>();

  /// Creates one that was told nothing.
  ///
  /// @param scale the distance from the lowest to the highest rating
  public PairedScores(double scale) {
    this.scale = scale;
  }

  /// Notes what the first model predicted for a rating just before it learned it.
  public void first(int partition, long offset, float predicted, float rating) {
    partition(partition).first(offset, loss(predicted, rating));
  }

  /// Notes what the second model predicted for a rating just before it learned it.
  public void second(int partition, long offset, float predicted, float rating) {
    partition(partition).second(offset, loss(predicted, rating));
  }

  private PairedPartition partition(int partition) {
    return partitions.computeIfAbsent(partition, any -> new PairedPartition());
  }

  /// The squared error in units of the scale, 0 to 1.
  private double loss(float predicted, float rating) {
    double error = (predicted - rating) / scale;
    return Math.min(1, error * error);
  }

  /// Returns what the pairs say of the second model.
  public PairedEvidence evidence() {
    return partitions.values().stream()
        .map(PairedPartition::evidence)
        .reduce(PairedEvidence.NONE, PairedEvidence::plus);
  }

  /// Returns how many ratings that one of the models predicted have no pair, and get none.
  public long unpaired() {
    return partitions.values().stream().mapToLong(PairedPartition::unpaired).sum();
  }
}
