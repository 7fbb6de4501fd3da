package dev.eddy.app.scenario;

import java.util.List;
import java.util.function.UnaryOperator;

/// What somebody chose from a list just now, in a sentence. Used by one thread.
final class Latest {

  private final UnaryOperator<String> titles;
  private String userId = "";
  private List<String> list = List.of();
  private String told = "";

  /// @param titles returns the title of an item
  Latest(UnaryOperator<String> titles) {
    this.titles = titles;
  }

  /// Notes that a user was shown a list.
  void shown(String toUser, List<String> itemIds) {
    userId = toUser;
    list = itemIds;
  }

  /// Notes that a user rated an item.
  void rated(String byUser, String itemId, double rating) {
    chose(byUser, itemId, "and rated it " + String.valueOf(rating).replace(".0", ""));
  }

  /// Notes that a user chose an item without rating it.
  void clicked(String byUser, String itemId) {
    chose(byUser, itemId, "without rating it");
  }

  private void chose(String byUser, String itemId, String how) {
    int place = byUser.equals(userId) ? list.indexOf(itemId) : -1;
    if (place >= 0) {
      told =
          "%s was shown %d items and chose number %d, “%s”, %s."
              .formatted(userId, list.size(), place + 1, titles.apply(itemId), how);
    }
  }

  /// Returns the latest sentence; empty before the first.
  String told() {
    return told;
  }
}
