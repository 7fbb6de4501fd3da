package dev.eddy.lists;

import dev.eddy.factorization.HistoryView;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.concurrent.atomic.LongAdder;

/// How often what a user chooses next was among the ten that they would have been shown just
/// before, beside the ten most popular in their place (Vinagre, Jorge and Gama 2014, "Evaluation of
/// recommender systems in streaming environments"). So an operator sees whether lists are worth
/// what they cost.
///
/// Lists are those of [ChoiceLists], so no older than its last refresh. Any thread may score and
/// read.
public final class HitRate {

  private static final int TOP = 10;

  private final ChoiceLists lists;
  private final LongAdder choices = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder popularHits = new LongAdder();

  /// Creates a rate of nothing.
  public HitRate(ChoiceLists lists) {
    this.lists = lists;
  }

  /// What was counted since the instance started.
  ///
  /// @param choices how many choices were looked at
  /// @param hits how many of them were in the list
  /// @param popularHits how many were among the most popular
  public record Values(long choices, long hits, long popularHits) {

    /// Returns the part of the choices that were in the list, 0 before the first.
    public double rate() {
      return choices == 0 ? 0 : (double) hits / choices;
    }

    /// Returns the part of the choices that were among the most popular, 0 before the first.
    public double popularRate() {
      return choices == 0 ? 0 : (double) popularHits / choices;
    }
  }

  /// Scores a choice, before it is learned. One by somebody who had chosen nothing, and one before
  /// there are lists, says nothing.
  ///
  /// @param history of the user, before the choice
  /// @param row of the user, before the choice
  public void score(HistoryView history, float[] row, int item) {
    if (!lists.isReady() || history.size() == history.first()) {
      return;
    }
    IntSet chosen = new IntOpenHashSet(history.size() - history.first());
    for (int place = history.first(); place < history.size(); place++) {
      chosen.add(history.item(place));
    }
    TopN best = new TopN(TOP);
    try (ChoiceLists.Look look = lists.look(history, row, true)) {
      look.best(number -> !chosen.contains(number), best);
    }
    choices.increment();
    if (contains(best, item)) {
      hits.increment();
    }
    TopN popular = new TopN(TOP);
    lists.popular(number -> !chosen.contains(number), popular);
    if (contains(popular, item)) {
      popularHits.increment();
    }
  }

  private static boolean contains(TopN best, int item) {
    for (int number : best.drain(new float[best.size()])) {
      if (number == item) {
        return true;
      }
    }
    return false;
  }

  /// Returns what was counted.
  public Values values() {
    return new Values(choices.sum(), hits.sum(), popularHits.sum());
  }
}
