package dev.eddy.drift.tally;

import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import java.util.ArrayList;
import java.util.List;

/// A user's latest events: how many, ratings and others, are not older than a moment, and what was
/// rated. An event that gave way to another of the same item and kind is none.
final class LateEvents {

  /// More are not told apart.
  private static final int MOST = 1_000;

  private LateEvents() {}

  /// Returns how many there are, at least one: that which is at hand.
  static int of(User user, long fromMs) {
    int ratings = of(user.history().view(), fromMs, false);
    return Math.max(1, ratings + of(user.interactionsView(), fromMs, true));
  }

  /// A rating that was withdrawn was an event, too; of events without one, what does not stand has
  /// a successor behind it.
  private static int of(HistoryView history, long fromMs, boolean onlyStanding) {
    int events = 0;
    int place = history.size() - 1;
    while (place >= history.first() && history.timeMs(place) >= fromMs && events < MOST) {
      events += onlyStanding && !history.live(place) ? 0 : 1;
      place--;
    }
    return events;
  }

  /// Returns the latest live ratings' items of a user, by number.
  static List<Integer> rated(User user, int most) {
    List<Integer> items = new ArrayList<>();
    if (user == null) {
      return items;
    }
    HistoryView history = user.history().view();
    for (int at = history.size() - 1; at >= history.first() && items.size() < most; at--) {
      if (history.live(at)) {
        items.add(history.item(at));
      }
    }
    return items;
  }
}
