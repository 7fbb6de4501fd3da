package dev.eddy.stream.learn;

import java.util.function.LongSupplier;

/// The share of a core that work may take for which nobody waits, over all tasks of one model in
/// an instance: a token bucket of processor time. A challenger has a bucket of its own. Each task's
/// share alone would add up with the partitions.
///
/// Any thread uses it.
public final class BackgroundBudget {

  /// What is not used is kept up to this, so that work goes on in steps.
  private static final long MOST_NS = 20_000_000;

  private final double share;
  private final LongSupplier nanoTime;
  private double leftNs = MOST_NS;
  private long filledNs;

  /// Begins with a full bucket.
  ///
  /// @param share of a core, above 0
  public BackgroundBudget(double share) {
    this(share, System::nanoTime);
  }

  /// The same with a clock.
  BackgroundBudget(double share, LongSupplier nanoTime) {
    this.share = share;
    this.nanoTime = nanoTime;
    filledNs = nanoTime.getAsLong();
  }

  /// Returns whether a step may be taken now.
  synchronized boolean isLeft() {
    long nowNs = nanoTime.getAsLong();
    leftNs = Math.min(MOST_NS, leftNs + share * (nowNs - filledNs));
    filledNs = nowNs;
    return leftNs > 0;
  }

  /// Takes what a step has cost. Where that is more than is left, the next one has to wait.
  synchronized void spend(long ns) {
    leftNs -= ns;
  }
}
