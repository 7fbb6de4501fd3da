package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How popular what is shown is: the mean, over lists, of the mean number of ratings of their
/// items (Celma and Herrera 2008, "A new approach to evaluating novel recommendations").
public final class ShownPopularity implements Monitor {

  /// Creates the monitor.
  public ShownPopularity() {}

  @Override
  public String name() {
    return "shown-popularity";
  }

  @Override
  public String unit() {
    return "ratings per item";
  }

  @Override
  public String meaning() {
    return "Lists drift towards what is popular anyway.";
  }

  @Override
  public String advice() {
    return "Use a popularity discount, or raise the diversity of lists.";
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.popularity().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.popularity().errorSquare();
  }
}
