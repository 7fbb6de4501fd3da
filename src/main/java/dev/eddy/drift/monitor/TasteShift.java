package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How far what users rate now is from what they rated before, by genres: the mean divergence of
/// their earlier ratings from their latest
/// ([Distribution#divergence][dev.eddy.drift.count.Distribution#divergence]; Jiang et al. 2019).
/// The world changes tastes, too: look at the difference from the control group.
public final class TasteShift implements Monitor {

  /// Creates the monitor.
  public TasteShift() {}

  @Override
  public String name() {
    return "taste-shift";
  }

  @Override
  public String unit() {
    return "nats";
  }

  @Override
  public String meaning() {
    return "What people choose is moving away from what they used to choose.";
  }

  @Override
  public String advice() {
    return "Compare with the control group: if only the treated users move, the lists cause it.";
  }

  @Override
  public boolean isOfLoop() {
    return false;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.tasteShift().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.tasteShift().errorSquare();
  }
}
