package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How much the lists of different users have in common: the mean index of Jaccard over fixed pairs
/// of users ([Overlap#jaccard][dev.eddy.drift.count.Overlap#jaccard]; Chaney, Stewart and
/// Engelhardt 2018, "How algorithmic confounding in recommendation systems increases homogeneity").
/// 0: nothing; 1: all see the same.
public final class Homogenization implements Monitor {

  /// Creates the monitor.
  public Homogenization() {}

  @Override
  public String name() {
    return "homogenization";
  }

  @Override
  public String unit() {
    return "0 to 1";
  }

  @Override
  public String meaning() {
    return "Different users are shown the same items.";
  }

  @Override
  public String advice() {
    return "Check whether a few users or items steer the model; raise the diversity of lists, and"
        + " cap the influence of a single user.";
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.likeness().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.likeness().errorSquare();
  }
}
