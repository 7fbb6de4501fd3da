package dev.eddy.choice;

import dev.eddy.factorization.HistoryView;
import dev.eddy.factorization.InMemoryRecommender;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;

/// Lists for the users of a library, all of one moment. Not safe for use by several threads.
public final class LibraryLists {

  private final InMemoryRecommender byRating;
  private final ChoiceRows rows;
  private final Rank rank;
  private final ChoiceScorer scorer;
  private final BiasOrder order;
  private final Neighbourhood near;

  LibraryLists(
      InMemoryRecommender byRating,
      ChoiceRows rows,
      ChoiceSettings settings,
      Rank rank,
      long timeMs) {
    this.byRating = byRating;
    this.rows = rows;
    this.rank = rank;
    ChoiceShared shared = rows.shared();
    scorer = rank == Rank.CHOICE ? ChoiceScorer.ofChoice(shared) : ChoiceScorer.ofBlend(shared);
    order = rank == Rank.RATING ? null : BiasOrder.of(rows, scorer, shared.clock(), timeMs);
    near = new Neighbourhood(settings.scale());
  }

  /// Returns the numbers of the items that a user does not have, best first.
  public int[] of(String userId, int n) {
    TopN best = new TopN(n);
    HistoryView history = byRating.choices(userId);
    IntSet had = had(history);
    switch (rank) {
      case CHOICE -> {
        near.fill(history, rows);
        order.offer(near, scorer, had::contains, best);
      }
      case BLEND -> {
        near.fill(history, rows);
        float weight = (float) scorer.ratingWeight();
        offerAll(userId, had, best, weight, true);
      }
      case RATING -> offerAll(userId, had, best, 1, false);
    }
    return best.drain(new float[best.size()]);
  }

  private void offerAll(
      String userId, IntSet had, TopN best, float ratingWeight, boolean withChoice) {
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      if (!had.contains(number)) {
        float choice = withChoice ? order.bias(number) + scorer.partOf(near, number) : 0;
        best.offer(number, choice + ratingWeight * byRating.score(userId, number));
      }
    }
  }

  private static IntSet had(HistoryView history) {
    IntSet had = new IntOpenHashSet(history.size() - history.first());
    Arrays.stream(history.entries()).forEach(entry -> had.add(entry.item()));
    return had;
  }
}
