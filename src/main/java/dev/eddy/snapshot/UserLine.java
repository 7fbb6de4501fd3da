package dev.eddy.snapshot;

import dev.eddy.event.Ids;
import dev.eddy.event.Rejection;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import java.util.ArrayList;
import java.util.List;

/// A line of `users.jsonl`: a user as a history. Whatever follows from it is solved anew.
///
/// @param userId the user
/// @param count how many ratings stand
/// @param learned how many were ever learned, at least `count`: one that was withdrawn and given
///     again counts twice
/// @param influence how far the user has moved items in total
/// @param windowMs the window of event time in which the user moved items last; null for none
/// @param movedInWindow how far in it
/// @param minute the latest minute in which events of the user were counted, since 1970
/// @param eventsInMinute how many were counted in it
/// @param ratings the ratings, one place an item
/// @param events the events without a rating; null where there never were any
public record UserLine(
    String userId,
    int count,
    int learned,
    double influence,
    Long windowMs,
    double movedInWindow,
    int minute,
    int eventsInMinute,
    Places ratings,
    Places events) {

  /// The offset of what is of another topic than the one that is learned now: older than all.
  private static final long BEFORE_ALL = -1;

  /// Places of a history, a column a property: entry `i` of each belongs to the same place.
  ///
  /// @param first number of the first place; those before have left
  /// @param lastOffset offset of the last record that changed the history, -1 for none
  /// @param changes how many changes there were
  /// @param items the items
  /// @param ratings the ratings; null in a history of events without one
  /// @param weights of a rating its weight, of an event what it is worth; null where all are 1
  /// @param parts how much of each counts as a choice; null where all count in full
  /// @param kinds numbers of the kinds of events; null where there are none
  /// @param timesMs event times
  /// @param offsets offsets of the records in `ratings`
  /// @param withdrawn indices of places that do not stand; null for none
  public record Places(
      int first,
      long lastOffset,
      int changes,
      String[] items,
      float[] ratings,
      float[] weights,
      float[] parts,
      int[] kinds,
      long[] timesMs,
      long[] offsets,
      int[] withdrawn) {

    static Places of(History history, boolean rated, ItemRows names) {
      HistoryView view = history.view();
      int size = view.size() - view.first();
      String[] items = new String[size];
      float[] ratings = new float[size];
      float[] weights = new float[size];
      float[] parts = new float[size];
      int[] kinds = new int[size];
      long[] timesMs = new long[size];
      long[] offsets = new long[size];
      List<Integer> withdrawn = new ArrayList<>();
      boolean isWeighted = false;
      boolean isInPart = false;
      boolean hasKinds = false;
      for (int i = 0; i < size; i++) {
        History.Entry entry = view.entry(view.first() + i);
        items[i] = names.id(entry.item());
        ratings[i] = entry.live() ? entry.rating() : 0;
        weights[i] = entry.live() ? entry.weight() : 1;
        parts[i] = entry.part();
        kinds[i] = entry.kind();
        timesMs[i] = entry.timeMs();
        offsets[i] = entry.offset();
        isWeighted |= weights[i] != 1;
        isInPart |= parts[i] != 1;
        hasKinds |= kinds[i] != 0;
        if (!entry.live()) {
          withdrawn.add(i);
        }
      }
      return new Places(
          view.first(),
          history.stamp().offset(),
          history.stamp().changes(),
          items,
          rated ? ratings : null,
          isWeighted ? weights : null,
          isInPart ? parts : null,
          hasKinds ? kinds : null,
          timesMs,
          offsets,
          withdrawn.isEmpty() ? null : withdrawn.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Returns the history, of which nothing is stored yet.
    ///
    /// @param isSameTopic whether offsets are of the topic that is learned from now on
    History history(History.Of what, ItemRows names, boolean isSameTopic) {
      check(what);
      History history =
          new History(
              what, first, new History.Stamp(isSameTopic ? lastOffset : BEFORE_ALL, changes));
      boolean[] isGone = new boolean[items.length];
      for (int place : withdrawn == null ? new int[0] : withdrawn) {
        isGone[place] = true;
      }
      for (int i = 0; i < items.length; i++) {
        boolean live = !isGone[i];
        float rating = what == History.Of.RATINGS ? ratings[i] : Float.NaN;
        history.restore(
            new History.Entry(
                names.number(items[i]),
                kinds == null ? 0 : kinds[i],
                live,
                live ? rating : 0,
                live ? weights == null ? 1 : weights[i] : 0,
                live && parts != null ? parts[i] : 1,
                timesMs[i],
                isSameTopic ? offsets[i] : BEFORE_ALL));
      }
      history.markUnwritten();
      return history;
    }

    private void check(History.Of what) {
      if (items == null || timesMs == null || offsets == null) {
        throw new IllegalArgumentException("items, timesMs or offsets are missing");
      }
      boolean isLong =
          timesMs.length == items.length
              && offsets.length == items.length
              && (weights == null || weights.length == items.length)
              && (parts == null || parts.length == items.length)
              && (kinds == null || kinds.length == items.length);
      boolean isRated = ratings != null && ratings.length == items.length;
      if (!isLong || isRated != (what == History.Of.RATINGS)) {
        throw new IllegalArgumentException("the columns are not of one length");
      }
      if (first < 0 || first % History.BLOCK != 0) {
        throw new IllegalArgumentException(
            "first is %d, but must be a multiple of %d".formatted(first, History.BLOCK));
      }
      for (int place : withdrawn == null ? new int[0] : withdrawn) {
        if (place < 0 || place >= items.length) {
          throw new IllegalArgumentException("withdrawn names the place " + place);
        }
      }
      for (String item : items) {
        checkId("an item", item);
      }
    }
  }

  private static void checkId(String field, String id) {
    Rejection wrong = id == null ? null : Ids.check(field, id);
    if (id == null || wrong != null) {
      throw new IllegalArgumentException(id == null ? field + " is missing" : wrong.detail());
    }
  }

  /// Returns the line of a user.
  ///
  /// @param names of the numbered items
  public static UserLine of(String userId, User user, ItemRows names) {
    UserRow row = user.row();
    return new UserLine(
        userId,
        row.count(),
        row.learned(),
        row.influence(),
        row.windowMs() == UserRow.NO_WINDOW ? null : row.windowMs(),
        row.movedInWindow(),
        user.minute(),
        user.eventsInMinute(),
        Places.of(user.history(), true, names),
        user.interactions() == null ? null : Places.of(user.interactions(), false, names));
  }

  /// Returns the user, of whom nothing is stored yet.
  ///
  /// @param names gives items their numbers
  /// @param isSameTopic whether offsets are of the topic that is learned from now on; else all that
  ///     is here is older than whatever that topic says of the same time
  /// @throws IllegalArgumentException saying what is wrong with the line
  public User user(ItemRows names, boolean isSameTopic) {
    checkId("userId", userId);
    if (ratings == null) {
      throw new IllegalArgumentException("ratings are missing");
    }
    checkCounts();
    UserRow row = new UserRow(count, learned, influence);
    row.movedInWindow(windowMs == null ? UserRow.NO_WINDOW : windowMs, movedInWindow);
    History rated = ratings.history(History.Of.RATINGS, names, isSameTopic);
    long standing = 0;
    for (History.Entry entry : rated.view().entries()) {
      standing += entry.live() ? 1 : 0;
    }
    if (standing != count) {
      throw new IllegalArgumentException(
          "count is %d, but %d ratings stand".formatted(count, standing));
    }
    User user =
        new User(
            row,
            rated,
            events == null ? null : events.history(History.Of.INTERACTIONS, names, isSameTopic));
    user.restoreMinute(minute, eventsInMinute);
    return user;
  }

  private void checkCounts() {
    if (learned < count) {
      throw new IllegalArgumentException(
          "learned is %d, but must be at least count, %d".formatted(learned, count));
    }
    if (minute < 0 || eventsInMinute < 0) {
      throw new IllegalArgumentException(
          "minute is %d and eventsInMinute is %d, but neither may be negative"
              .formatted(minute, eventsInMinute));
    }
  }
}
