package dev.eddy.eval;

import dev.eddy.factorization.RatingRecommender;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How well the people who will like a new item are found before anybody has rated it.
///
/// Before the first rating of an item, if that falls into the last fifth of time, all users known
/// so far are ranked by their score for it. Counted is what part of those of them who come to
/// like it is among the first twentieth: the recall, of which a random order finds a twentieth as
/// well.
public final class NewItems {

  private static final double LATE = 0.8;
  private static final double FIRST = 0.05;

  private final long lateFromMs;
  private final double leastLiked;
  private final List<String> users = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Ranked> items = new HashMap<>();
  private long liked;
  private long found;
  private double expected;

  /// The users an item was ranked for.
  ///
  /// @param first places of the users who came first
  /// @param all how many users were ranked, by place from 0
  private record Ranked(BitSet first, int all) {

    private static final Ranked EARLY = new Ranked(new BitSet(), 0);

    double share() {
      return (double) first.cardinality() / all;
    }
  }

  /// Creates an empty count.
  ///
  /// @param firstMs the earliest event time
  /// @param lastMs the latest
  public NewItems(RatingScale scale, long firstMs, long lastMs) {
    leastLiked = SampledRanking.leastLiked(scale);
    lateFromMs = firstMs + (long) (LATE * (lastMs - firstMs));
  }

  /// Takes a rating that is about to be learned.
  public void rate(
      RatingRecommender eddy, String userId, String itemId, double rating, long timeMs) {
    Ranked ranked = items.get(itemId);
    if (ranked == null) {
      ranked = timeMs < lateFromMs || users.isEmpty() ? Ranked.EARLY : rank(eddy, itemId);
      items.put(itemId, ranked);
    }
    Integer place = places.get(userId);
    if (place == null) {
      places.put(userId, users.size());
      users.add(userId);
    } else if (rating >= leastLiked && place < ranked.all) {
      liked++;
      expected += ranked.share();
      if (ranked.first.get(place)) {
        found++;
      }
    }
  }

  private Ranked rank(RatingRecommender eddy, String itemId) {
    BitSet first = new BitSet();
    for (String user : eddy.bestUsers(itemId, users, (int) Math.ceil(FIRST * users.size()))) {
      first.set(places.get(user));
    }
    return new Ranked(first, users.size());
  }

  /// Returns how many times somebody who was known before came to like a new item.
  public long liked() {
    return liked;
  }

  /// Returns how many times more of them were among the first than in a random order.
  public double recallRatio() {
    return found / expected;
  }
}
