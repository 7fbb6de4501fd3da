package dev.eddy.drift;

import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;

/// A value that a chart watches.
///
/// @param monitor its name
/// @param isDifference whether the value is that of the treated less that of the control group
/// @param value in one window
/// @param leastDeviation see [Monitor#leastDeviation]
record Watched(String monitor, boolean isDifference, double value, double leastDeviation) {

  static Watched of(Monitor monitor, boolean isDifference, double value) {
    return new Watched(monitor.name(), isDifference, value, monitor.leastDeviation());
  }

  /// Returns the name of the chart. A difference and a value are never usual by the same measure: a
  /// window in which the control group saw nothing is passed over, and each has a chart of its own.
  String chart() {
    return isDifference ? monitor + " difference" : monitor;
  }

  /// Returns the least deviation of the chart of a name, as it was when it was stored.
  static double leastDeviation(String chart) {
    return Monitors.all().stream()
        .filter(monitor -> chart.equals(monitor.name()))
        .mapToDouble(Monitor::leastDeviation)
        .findAny()
        .orElse(0);
  }
}
