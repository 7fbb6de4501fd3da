package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How far lists are from what their users like, by genres: the mean divergence of a user's history
/// from the list ([Distribution#divergence][dev.eddy.drift.count.Distribution#divergence]; Steck
/// 2018, "Calibrated recommendations"). 0: as in the history.
public final class Miscalibration implements Monitor {

  /// Creates the monitor.
  public Miscalibration() {}

  @Override
  public String name() {
    return "miscalibration";
  }

  @Override
  public String unit() {
    return "nats";
  }

  @Override
  public String meaning() {
    return "Lists no longer match the mix of genres that their users like.";
  }

  @Override
  public String advice() {
    return "Raise the diversity of lists, or re-rank them by genre.";
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.miscalibration().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.miscalibration().errorSquare();
  }
}
