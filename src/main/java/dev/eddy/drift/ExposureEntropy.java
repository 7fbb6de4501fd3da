package dev.eddy.drift;

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
    return "part of the maximum";
  }

  @Override
  public String meaning() {
    return "What is shown is narrowing.";
  }

  @Override
  public String advice() {
    return "Raise diversity in lists.";
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
