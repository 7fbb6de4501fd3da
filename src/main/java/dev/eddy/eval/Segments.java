package dev.eddy.eval;

import java.util.HashMap;
import java.util.Map;

/// Errors of all predictions, and of those for users and for items of which little is known.
public final class Segments {

  /// A user or an item with fewer ratings is new.
  private static final int NEW = 5;

  private final Map<String, Integer> userRatings = new HashMap<>();
  private final Map<String, Integer> itemRatings = new HashMap<>();
  private final ErrorScore all = new ErrorScore();
  private final ErrorScore newUser = new ErrorScore();
  private final ErrorScore newItem = new ErrorScore();
  private final ErrorScore warm = new ErrorScore();

  /// Creates empty segments.
  public Segments() {}

  /// Notes that a rating was learned.
  public void learned(String userId, String itemId) {
    userRatings.merge(userId, 1, Integer::sum);
    itemRatings.merge(itemId, 1, Integer::sum);
  }

  /// Scores a prediction, by what was learned before.
  public void score(String userId, String itemId, float predicted, double rating) {
    boolean isNewUser = userRatings.getOrDefault(userId, 0) < NEW;
    boolean isNewItem = itemRatings(itemId) < NEW;
    all.add(predicted, rating);
    if (isNewUser) {
      newUser.add(predicted, rating);
    }
    if (isNewItem) {
      newItem.add(predicted, rating);
    }
    if (!isNewUser && !isNewItem) {
      warm.add(predicted, rating);
    }
  }

  /// Returns how many ratings of an item were learned.
  public int itemRatings(String itemId) {
    return itemRatings.getOrDefault(itemId, 0);
  }

  /// Returns the score of all predictions.
  public ErrorScore all() {
    return all;
  }

  /// Returns the score of the first 5 ratings of users.
  public ErrorScore newUser() {
    return newUser;
  }

  /// Returns the score of the first 5 ratings of items.
  public ErrorScore newItem() {
    return newItem;
  }

  /// Returns the score of the rest.
  public ErrorScore warm() {
    return warm;
  }
}
