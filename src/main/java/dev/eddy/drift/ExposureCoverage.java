package dev.eddy.drift;

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
    return "part of all items";
  }

  @Override
  public String meaning() {
    return "Fewer items are ever shown to anybody.";
  }

  @Override
  public String advice() {
    return "Look at what is never shown; give new and rare items a share of the places.";
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
