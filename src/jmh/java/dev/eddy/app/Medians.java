package dev.eddy.app;

import java.util.ArrayList;
import java.util.List;

/// Medians of repeated runs.
final class Medians {

  private Medians() {}

  /// Returns the median, of an even number the mean of the two in the middle.
  static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  /// Returns the median of ratios of runs that belong together.
  static double ratio(List<Double> of, List<Double> to) {
    List<Double> ratios = new ArrayList<>();
    for (int run = 0; run < of.size(); run++) {
      ratios.add(of.get(run) / to.get(run));
    }
    return of(ratios);
  }
}
