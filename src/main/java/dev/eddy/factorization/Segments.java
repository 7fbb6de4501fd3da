package dev.eddy.factorization;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// Errors of all predictions, and of those for users and for items of which little is known.
public final class Segments {

  private final Map<String, Integer> userRatings = new HashMap<>();
  private final Map<String, Integer> itemRatings = new HashMap<>();
  private final Map<Segment, PrequentialScore> scores = new EnumMap<>(Segment.class);

  /// Creates empty segments.
  public Segments() {
    for (Segment segment : Segment.values()) {
      scores.put(segment, new PrequentialScore());
    }
  }

  /// Notes that a rating was learned.
  public void learned(String userId, String itemId) {
    userRatings.merge(userId, 1, Integer::sum);
    itemRatings.merge(itemId, 1, Integer::sum);
  }

  /// Scores a prediction, by what was learned before.
  public void score(String userId, String itemId, float predicted, double rating) {
    Segment.of(
        userRatings.getOrDefault(userId, 0),
        itemRatings.getOrDefault(itemId, 0),
        segment -> scores.get(segment).add(predicted, rating));
  }

  /// Returns the score of one segment.
  public PrequentialScore.Values of(Segment segment) {
    return scores.get(segment).values();
  }
}
