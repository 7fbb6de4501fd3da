package dev.eddy.eval;

import dev.eddy.factorization.user.HistoryView;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// How often items were chosen lately, the same for everybody.
///
/// A later choice adds more, instead of what stands being made less, so that only the chosen item
/// is touched (Cormode et al. 2009, "Forward decay").
final class RecentPopularity implements SimpleLists {

  /// All is made smaller by a factor once additions are as large, long before they overflow.
  private static final double LARGE = 1e100;

  private double[] counts = new double[64];
  private final double growth;
  private double addition = 1;

  /// Creates counts of nothing.
  ///
  /// @param halfLife after so many choices one counts half
  RecentPopularity(double halfLife) {
    growth = Math.pow(2, 1 / halfLife);
  }

  @Override
  public void learn(HistoryView history, int item) {
    if (item >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(item + 1, 2 * counts.length));
    }
    counts[item] += addition;
    addition *= growth;
    if (addition > LARGE) {
      Arrays.setAll(counts, number -> counts[number] / LARGE);
      addition /= LARGE;
    }
  }

  @Override
  public IntToDoubleFunction scores(HistoryView history) {
    return item -> item < counts.length ? counts[item] : 0;
  }
}
