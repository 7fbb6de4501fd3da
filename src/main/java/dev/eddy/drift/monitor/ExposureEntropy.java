package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How evenly items are shown: entropy as part of its maximum ([Concentration#entropy]). 1: all
/// the same; 0: one item is all that is shown.
public final class ExposureEntropy implements Monitor {

  /// Creates the monitor.
  public ExposureEntropy() {}

  @Override
  public String name() {
    return "exposure-entropy";
  }

  @Override
  public String unit() {
    return "fraction of the maximum";
  }

  @Override
  public String meaning() {
    return "The range of shown items is narrowing.";
  }

  @Override
  public String advice() {
    return "Raise the diversity of lists.";
  }

  @Override
  public boolean fallIsBad() {
    return true;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return Concentration.entropy(counts.shownCounts(), population.items());
  }
}
