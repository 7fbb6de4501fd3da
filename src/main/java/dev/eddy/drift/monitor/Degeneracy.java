package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How far scores have moved on fixed pairs of users and items since they were first looked at:
/// the root of the mean of `(s_t − s_0)²`, before the link (Jiang, Chiappa, Lattimore, György and
/// Kohli 2019, "Degenerate feedback loops in recommender systems"). A loop drives it without
/// bound.
public final class Degeneracy implements Monitor {

  /// Creates the monitor.
  public Degeneracy() {}

  @Override
  public String name() {
    return "degeneracy";
  }

  @Override
  public String unit() {
    return "score";
  }

  @Override
  public String meaning() {
    return "The model's scores drift away from where they started.";
  }

  @Override
  public String advice() {
    return "If it grows faster than the error falls: cap the influence of the most active users and"
        + " explore more.";
  }

  @Override
  public boolean isCumulative() {
    return true;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return Math.sqrt(counts.probeSquares().mean());
  }
}
