package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Lists for the users of a library, all of one moment. Not safe for use by several threads.
public final class LibraryLists {

  private final RatingRecommender byRating;
  private final ChoiceRows rows;
  private final Rank rank;
  private final ChoiceScorer scorer;
  private final float[] biases;
  private final Neighbourhood near;

  LibraryLists(
      RatingRecommender byRating,
      ChoiceRows rows,
      ChoiceSettings settings,
      Rank rank,
      long timeMs) {
    this.byRating = byRating;
    this.rows = rows;
    this.rank = rank;
    ChoiceShared shared = rows.shared();
    scorer = rank == Rank.CHOICE ? ChoiceScorer.ofChoice(shared) : ChoiceScorer.ofBlend(shared);
    biases =
        rank == Rank.RATING
            ? new float[0]
            : BaseScoreOrder.biases(rows, scorer, shared.clock(), timeMs);
    near = new Neighbourhood(settings.scale());
  }

  /// Returns the numbers of the items that a user does not have, best first.
  public int[] of(String userId, int n) {
    TopN best = new TopN(n);
    IntSet had = had(byRating.choices(userId));
    IntToDoubleFunction scores = scores(userId);
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      if (!had.contains(number)) {
        best.offer(number, (float) scores.applyAsDouble(number));
      }
    }
    return best.drain(new float[best.size()]);
  }

  /// Returns the score of each item for a user, by which lists are ordered; of use until the scores
  /// of another are asked for.
  IntToDoubleFunction scores(String userId) {
    if (rank == Rank.RATING) {
      return number -> byRating.score(userId, number);
    }
    near.fill(byRating.choices(userId), rows);
    if (rank == Rank.CHOICE) {
      return this::choice;
    }
    float weight = (float) scorer.ratingWeight();
    return number -> choice(number) + weight * byRating.score(userId, number);
  }

  private float choice(int number) {
    return biases[number] + scorer.partOf(near, number);
  }

  private static IntSet had(HistoryView history) {
    IntSet had = new IntOpenHashSet(history.size() - history.first());
    Arrays.stream(history.entries()).forEach(entry -> had.add(entry.item()));
    return had;
  }
}
