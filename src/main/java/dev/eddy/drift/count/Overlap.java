package dev.eddy.drift.count;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// How much two lists have in common.
public final class Overlap {

  private Overlap() {}

  /// Returns the index of Jaccard (1901): how many are in both, over how many are in one of them;
  /// not a number where both are empty. Example: of `a, b` and `b, c`, `1 / 3`.
  public static double jaccard(Collection<String> a, Collection<String> b) {
    Set<String> both = new HashSet<>(a);
    Set<String> either = new HashSet<>(a);
    both.retainAll(new HashSet<>(b));
    either.addAll(b);
    return either.isEmpty() ? Double.NaN : (double) both.size() / either.size();
  }
}
