package dev.eddy.eval;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;

/// How much of what users went on to choose stands high in their lists. Not safe for use by several
/// threads.
public final class ListScore {

  /// So many of each list are looked at.
  public static final int LENGTH = 20;

  private static final int TOP = 10;

  private final IntSet shown = new IntOpenHashSet();
  private long users;
  private double gain;
  private double recall;
  private long hits;

  /// Creates an empty score.
  public ListScore() {}

  /// What was found.
  ///
  /// @param users whose lists were scored
  /// @param ndcgAt10 normalized discounted cumulative gain (Järvelin and Kekäläinen 2002)
  /// @param recallAt20 what part of the relevant items, of at most 20, is among the first 20
  /// @param hitAt10 part of the users with at least one relevant item among the first ten
  /// @param coverageAt10 how many items are among anybody's first ten
  public record Values(
      long users, double ndcgAt10, double recallAt20, double hitAt10, int coverageAt10) {}

  /// Scores one list.
  ///
  /// @param list items, best first
  /// @param relevant what should be in it, at least one
  public void add(int[] list, IntSet relevant) {
    double found = 0;
    double best = 0;
    int among = 0;
    boolean hit = false;
    for (int place = 0; place < Math.min(LENGTH, list.length); place++) {
      boolean isRelevant = relevant.contains(list[place]);
      among += isRelevant ? 1 : 0;
      if (place < TOP) {
        shown.add(list[place]);
        hit |= isRelevant;
        found += isRelevant ? discount(place) : 0;
      }
    }
    for (int place = 0; place < Math.min(TOP, relevant.size()); place++) {
      best += discount(place);
    }
    users++;
    gain += found / best;
    recall += (double) among / Math.min(LENGTH, relevant.size());
    hits += hit ? 1 : 0;
  }

  private static double discount(int place) {
    return Math.log(2) / Math.log(2 + place);
  }

  /// Returns what was found so far.
  public Values values() {
    return new Values(users, gain / users, recall / users, (double) hits / users, shown.size());
  }
}
