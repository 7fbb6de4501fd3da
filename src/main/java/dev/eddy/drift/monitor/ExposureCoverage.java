package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// Which part of all items was shown at all, 0 to 1 (Ge, Delgado-Battenfeld and Jannach 2010,
/// "Beyond accuracy").
public final class ExposureCoverage implements Monitor {

  /// Creates the monitor.
  public ExposureCoverage() {}

  @Override
  public String name() {
    return "exposure-coverage";
  }

  @Override
  public String unit() {
    return "fraction of all items";
  }

  @Override
  public String meaning() {
    return "Fewer items are shown at all.";
  }

  @Override
  public String advice() {
    return "Look at what is never shown; reserve list positions for new and rare items.";
  }

  @Override
  public boolean fallIsBad() {
    return true;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.shown().isEmpty()
        ? Double.NaN
        : counts.shown().size() / (double) Math.max(population.items(), 1);
  }
}
