package dev.eddy.simulate.loop;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What was shown most in some rounds.
public final class MostShown {

  private MostShown() {}

  /// Returns the numbers of the items that were shown most, the most first.
  public static List<Integer> of(List<Round> rounds, int n) {
    long[] sums = sums(rounds);
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer item) -> -sums[item]))
        .limit(n)
        .toList();
  }

  /// Returns how often each item was shown.
  public static long[] sums(List<Round> rounds) {
    long[] sums = new long[rounds.isEmpty() ? 0 : rounds.getFirst().shown().length];
    for (Round round : rounds) {
      long[] shown = round.shown();
      for (int item = 0; item < sums.length; item++) {
        sums[item] += shown[item];
      }
    }
    return sums;
  }
}
