package dev.eddy.eval;

import dev.eddy.factorization.RatingRecommender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Ranks each liked item, before it is learned, among sampled items that the user has not rated:
/// by the model, and by popularity alone.
public final class SampledRanking {

  private static final int OTHERS = 100;
  private static final int MAX_DRAWS = 4 * OTHERS;

  /// Ratings in this upper part of the scale are likes.
  private static final double LIKED = 0.7;

  private final SplittableRandom random;
  private final double leastLiked;
  private final List<String> items = new ArrayList<>();
  private final Map<String, Integer> popularity = new HashMap<>();
  private final Map<String, Set<String>> rated = new HashMap<>();
  private final RankScore model = new RankScore();
  private final RankScore popular = new RankScore();

  /// Creates an empty ranking.
  ///
  /// @param seed of the samples
  public SampledRanking(RatingScale scale, long seed) {
    random = new SplittableRandom(seed);
    leastLiked = leastLiked(scale);
  }

  /// Returns the lowest rating that tells of liking.
  static double leastLiked(RatingScale scale) {
    return scale.min() + LIKED * (scale.max() - scale.min());
  }

  /// Ranks an item that is about to be learned, if it is liked and known and enough others are.
  public void rank(RatingRecommender eddy, String userId, String itemId, double rating) {
    if (rating < leastLiked
        || !popularity.containsKey(itemId)
        || !rated.containsKey(userId)
        || rated.get(userId).contains(itemId)) {
      return;
    }
    List<String> others = others(userId, itemId);
    if (others.size() < OTHERS) {
      return;
    }
    float score = eddy.score(userId, itemId);
    int count = popularity.get(itemId);
    double modelRank = 1;
    double popularRank = 1;
    for (String other : others) {
      modelRank += above(eddy.score(userId, other), score);
      popularRank += above(popularity.get(other), count);
    }
    model.add(modelRank);
    popular.add(popularRank);
  }

  private static double above(double other, double score) {
    return other > score ? 1 : other == score ? 0.5 : 0;
  }

  private List<String> others(String userId, String itemId) {
    Set<String> known = rated.get(userId);
    List<String> others = new ArrayList<>(OTHERS);
    for (int draw = 0; draw < MAX_DRAWS && others.size() < OTHERS; draw++) {
      String other = items.get(random.nextInt(items.size()));
      if (!other.equals(itemId) && !known.contains(other)) {
        others.add(other);
      }
    }
    return others;
  }

  /// Notes that a rating was learned.
  public void learned(String userId, String itemId) {
    if (popularity.merge(itemId, 1, Integer::sum) == 1) {
      items.add(itemId);
    }
    rated.computeIfAbsent(userId, id -> new HashSet<>()).add(itemId);
  }

  /// Returns the score of the model.
  public RankScore model() {
    return model;
  }

  /// Returns the score of ranking by the number of ratings so far.
  public RankScore popular() {
    return popular;
  }
}
