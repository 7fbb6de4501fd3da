package dev.eddy.lists;

import dev.eddy.factorization.Segment;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// How often what a user chooses next was among the ten that they would have been shown just
/// before, beside the ten most popular in their place (Vinagre, Jorge and Gama 2014, "Evaluation of
/// recommender systems in streaming environments"). So an operator sees whether lists are worth
/// what they cost, now and since the start, and for whom.
///
/// Lists are those of [ChoiceLists], so no older than its last refresh. Any thread may score and
/// read.
public final class HitRate {

  private static final int TOP = 10;

  /// The fading means forget this part of themselves with each choice.
  private static final double FADING = 1.0 / 1000;

  private final ChoiceLists lists;
  private final Map<Segment, AtomicReference<Values>> scores = new EnumMap<>(Segment.class);

  /// Creates a rate of nothing.
  public HitRate(ChoiceLists lists) {
    this.lists = lists;
    for (Segment segment : Segment.values()) {
      scores.put(segment, new AtomicReference<>(Values.NONE));
    }
  }

  /// What was counted of one segment since the instance started.
  ///
  /// @param choices how many choices were looked at
  /// @param hits how many of them were in the list
  /// @param popularHits how many were among the most popular
  /// @param recentHits fading mean of hits
  /// @param recentPopularHits fading mean of hits of the most popular
  /// @param recentWeight how much the fading means weigh, 0 to 1; corrects their start at zero
  public record Values(
      long choices,
      long hits,
      long popularHits,
      double recentHits,
      double recentPopularHits,
      double recentWeight) {

    /// Before the first choice.
    public static final Values NONE = new Values(0, 0, 0, 0, 0, 0);

    /// Returns the part of the choices that were in the list, 0 before the first.
    public double rate() {
      return choices == 0 ? 0 : (double) hits / choices;
    }

    /// Returns the part of the choices that were among the most popular, 0 before the first.
    public double popularRate() {
      return choices == 0 ? 0 : (double) popularHits / choices;
    }

    /// Returns the part of about the last 1,000 choices that were in the list, 0 before the first.
    public double recentRate() {
      return choices == 0 ? 0 : recentHits / recentWeight;
    }

    /// Returns the part of about the last 1,000 choices that were among the most popular, 0 before
    /// the first.
    public double recentPopularRate() {
      return choices == 0 ? 0 : recentPopularHits / recentWeight;
    }

    private Values plus(int hit, int popularHit) {
      return new Values(
          choices + 1,
          hits + hit,
          popularHits + popularHit,
          recentHits + FADING * (hit - recentHits),
          recentPopularHits + FADING * (popularHit - recentPopularHits),
          recentWeight + FADING * (1 - recentWeight));
    }
  }

  /// Scores a choice, before it is learned. One by somebody who had chosen nothing, and one before
  /// there are lists, says nothing.
  ///
  /// A user is new with fewer than [Segment#NEW] items chosen, an item with a lower popularity.
  ///
  /// @param history of the user, before the choice
  /// @param row of the user, before the choice
  public void score(HistoryView history, float[] row, int item) {
    IntSet chosen = standing(history);
    if (!lists.isReady() || chosen.isEmpty()) {
      return;
    }
    TopN best = new TopN(TOP);
    try (ChoiceLists.Look look = lists.look(history, row, true)) {
      look.best(number -> !chosen.contains(number), best);
    }
    TopN popular = new TopN(TOP);
    lists.popular(number -> !chosen.contains(number), popular);
    int hit = contains(best, item) ? 1 : 0;
    int popularHit = contains(popular, item) ? 1 : 0;
    Segment.of(
        chosen.size(),
        (int) lists.popularity(item),
        segment -> scores.get(segment).updateAndGet(values -> values.plus(hit, popularHit)));
  }

  /// Returns the items that lists leave out: what was withdrawn may be in one again.
  private static IntSet standing(HistoryView history) {
    IntSet standing = new IntOpenHashSet(history.size() - history.first());
    for (int place = history.first(); place < history.size(); place++) {
      if (history.live(place)) {
        standing.add(history.item(place));
      }
    }
    return standing;
  }

  private static boolean contains(TopN best, int item) {
    for (int number : best.drain(new float[best.size()])) {
      if (number == item) {
        return true;
      }
    }
    return false;
  }

  /// Returns what was counted of a segment.
  public Values values(Segment segment) {
    return scores.get(segment).get();
  }
}
