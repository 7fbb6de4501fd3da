package dev.eddy.drift.monitor;

import java.util.Arrays;

/// How unevenly something is shared out. All of these count those who got nothing, too.
public final class Concentration {

  private Concentration() {}

  /// Returns the Gini coefficient (Gini 1912): 0 where all have the same, towards 1 where one has
  /// all.
  ///
  /// With shares `x_1 ≤ … ≤ x_n`: `Σ (2i − n − 1)·x_i / (n·Σ x_i)`. Example: of four items shown
  /// 0, 0, 1 and 3 times, `(−3·0 − 1·0 + 1·1 + 3·3) / (4·4) = 0.625`.
  ///
  /// @param counts of those who got something, in any order; none negative
  /// @param population how many there are, those who got nothing included
  public static double gini(double[] counts, int population) {
    double[] sorted = counts.clone();
    Arrays.sort(sorted);
    int n = Math.max(population, sorted.length);
    int nothing = n - sorted.length;
    double weighted = 0;
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      weighted += (2.0 * (nothing + i + 1) - n - 1) * sorted[i];
      sum += sorted[i];
    }
    return sum == 0 ? Double.NaN : weighted / (n * sum);
  }
}
