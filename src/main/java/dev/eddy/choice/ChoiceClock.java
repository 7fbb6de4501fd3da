package dev.eddy.choice;

/// How far each event of a partition advances the clock that counts fade by: by one, so that
/// half-lives follow the traffic, but no faster than one in [#UNIT_MS] of event time, so that they
/// do not shrink to minutes where there is much of it. What partitions advance it by is added up.
final class ChoiceClock {

  private static final double UNIT_MS = 600;

  private long lastMs;
  private boolean started;

  /// Returns by how much an event advances the clock, 0 to 1.
  double advance(long timeMs) {
    double units = started ? Math.clamp(((double) timeMs - lastMs) / UNIT_MS, 0, 1) : 1;
    started = true;
    lastMs = timeMs;
    return units;
  }
}
