package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How unevenly items are shown: the Gini coefficient of how often each was, those never shown
/// included ([Concentration#gini]; Fleder and Hosanagar 2009, "Blockbuster culture's next rise or
/// fall"). 0: all the same; 1: one item is all that is shown.
public final class ExposureGini implements Monitor {

  /// Creates the monitor.
  public ExposureGini() {}

  @Override
  public String name() {
    return "exposure-gini";
  }

  @Override
  public String unit() {
    return "0 to 1";
  }

  @Override
  public String meaning() {
    return "A few items get most of the exposure.";
  }

  @Override
  public String advice() {
    return "Raise the diversity of lists, or reserve list positions for unseen items.";
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return Concentration.gini(counts.shownCounts(), population.items());
  }
}
