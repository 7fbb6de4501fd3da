package dev.eddy.eval;

import dev.eddy.choice.ChoiceRecommender;
import dev.eddy.choice.Rank;
import dev.eddy.eval.Samples.Sample;
import dev.eddy.factorization.user.HistoryView;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Ranks what users choose next among all items that they do not have, each just before it is
/// learned: by Eddy, and by simpler ways that learn from the same events (Vinagre, Jorge and Gama
/// 2014, "Evaluation of recommender systems in streaming environments"; Frigó, Pálovics et al.
/// 2017, "Online ranking prediction in non-stationary environments").
///
/// A choice by somebody who had chosen nothing is not ranked. One of an item that nobody had chosen
/// is, as a miss of every way. Not safe for use by several threads.
public final class NextChoices {

  /// About so many choices are ranked, evenly spread, since each needs the score of every item.
  private static final int MOST_RANKED = 5_000;

  /// Above so many events, pairs of items would not fit into memory.
  private static final int MOST_FOR_ITEM_ITEM = 5_000_000;

  private static final double[] HALF_LIVES = {500, 1_000, 2_000, 5_000, 10_000, 20_000};

  private final ChoiceRecommender eddy;
  private final Rank rank;
  private final int every;
  private final ChoiceScore choice = new ChoiceScore();
  private final Baseline popularity = new Baseline(new Popularity());
  private final List<Baseline> recent =
      DoubleStream.of(HALF_LIVES)
          .mapToObj(halfLife -> new Baseline(new RecentPopularity(halfLife)))
          .toList();

  /// Null where there are too many events.
  private final Baseline itemItem;

  private final IntSet known = new IntOpenHashSet();
  private long events;

  /// A simple way to make lists, and how good it was.
  private record Baseline(SimpleLists lists, ChoiceScore score) {
    Baseline(SimpleLists lists) {
      this(lists, new ChoiceScore());
    }
  }

  /// Creates a score of nothing.
  ///
  /// @param eddy learns each event after it was ranked
  /// @param size how many events there will be
  NextChoices(ChoiceRecommender eddy, Rank rank, int size) {
    this.eddy = eddy;
    this.rank = rank;
    every = Math.max(1, (size + MOST_RANKED - 1) / MOST_RANKED);
    itemItem = size > MOST_FOR_ITEM_ITEM ? null : new Baseline(new ItemItem());
  }

  /// Ranks what is chosen, if its turn has come, and lets the simpler ways learn it. What tells
  /// against an item is no choice.
  void choose(Sample sample) {
    if (sample.worth() <= 0) {
      return;
    }
    int item = eddy.byRating().number(sample.itemId());
    HistoryView history = eddy.byRating().choices(sample.userId());
    boolean isFirst = !hasChosen(history, item);
    boolean hasChosen = history.size() > history.first();
    if (events++ % every == 0 && hasChosen && isFirst) {
      rank(sample, history, item);
    }
    if (isFirst) {
      known.add(item);
      popularity.lists.learn(history, item);
      recent.forEach(baseline -> baseline.lists.learn(history, item));
      if (itemItem != null) {
        itemItem.lists.learn(history, item);
      }
    }
  }

  private static boolean hasChosen(HistoryView history, int item) {
    for (int place = history.first(); place < history.size(); place++) {
      if (history.item(place) == item && history.live(place) && !history.isAgainst(place)) {
        return true;
      }
    }
    return false;
  }

  private void rank(Sample sample, HistoryView history, int item) {
    IntSet left = new IntOpenHashSet(known);
    left.remove(item);
    for (int place = history.first(); place < history.size(); place++) {
      left.remove(history.item(place));
    }
    int[] others = left.toIntArray();
    choice.add(rank(item, others, eddy.scores(sample.userId(), rank, sample.timeMs())));
    rank(popularity, history, item, others);
    recent.forEach(baseline -> rank(baseline, history, item, others));
    if (itemItem != null) {
      rank(itemItem, history, item, others);
    }
  }

  private void rank(Baseline baseline, HistoryView history, int item, int[] others) {
    baseline.score.add(rank(item, others, baseline.lists.scores(history)));
  }

  private double rank(int item, int[] others, IntToDoubleFunction scores) {
    if (!known.contains(item)) {
      return Double.POSITIVE_INFINITY;
    }
    double score = scores.applyAsDouble(item);
    double rank = 1;
    for (int other : others) {
      double theirs = scores.applyAsDouble(other);
      rank += theirs > score ? 1 : theirs == score ? 0.5 : 0;
    }
    return rank;
  }

  /// Returns of how many events one was ranked.
  public int every() {
    return every;
  }

  /// Returns the score of Eddy's lists.
  public ChoiceScore.Values eddy() {
    return choice.values();
  }

  /// Returns the score of ordering by how often items were chosen.
  public ChoiceScore.Values popularity() {
    return popularity.score.values();
  }

  /// A score by popularity that fades.
  ///
  /// @param halfLife after so many events a choice counts half
  public record Recent(double halfLife, ChoiceScore.Values values) {}

  /// Returns the score of ordering by how often items were chosen lately, with the half-life that
  /// turned out best.
  public Recent recentPopularity() {
    return IntStream.range(0, HALF_LIVES.length)
        .mapToObj(place -> new Recent(HALF_LIVES[place], recent.get(place).score.values()))
        .max(Comparator.comparingDouble(one -> one.values().hitAt10()))
        .orElseThrow();
  }

  /// Returns the score of item-item similarity, null where there were too many events for it.
  public ChoiceScore.Values itemItem() {
    return itemItem == null ? null : itemItem.score.values();
  }
}
