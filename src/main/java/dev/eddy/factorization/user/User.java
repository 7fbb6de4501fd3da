package dev.eddy.factorization.user;

/// All that is kept of a user. One thread, the owner, changes it; any thread may take snapshots of
/// its parts.
public final class User {

  private static final long MINUTE_MS = 60_000;
  private static final HistoryView NOTHING = new History(History.Of.INTERACTIONS).view();

  private final UserRow row;
  private final History history;

  /// Null for the many users who only rate.
  private volatile History interactions;

  private int minute;
  private int eventsInMinute;

  /// Creates a user who only rates.
  ///
  /// @param row what the model knows of the user
  /// @param history the user's ratings
  public User(UserRow row, History history) {
    this(row, history, null);
  }

  /// Creates a user.
  ///
  /// @param interactions the user's events without a rating, or null where there are none
  public User(UserRow row, History history, History interactions) {
    this.row = row;
    this.history = history;
    this.interactions = interactions;
  }

  /// Returns what the model knows of the user.
  public UserRow row() {
    return row;
  }

  /// Returns the user's ratings.
  public History history() {
    return history;
  }

  /// Returns the user's events without a rating, or null where there never were any.
  public History interactions() {
    return interactions;
  }

  /// Returns the user's events without a rating, to be changed; owner only.
  public History ownInteractions() {
    if (interactions == null) {
      interactions = new History(History.Of.INTERACTIONS);
    }
    return interactions;
  }

  /// Counts an event and returns how many there are in its minute with it; owner only. Minutes are
  /// of event time and only go forward: an event of an earlier one counts in the latest, or else
  /// who goes back and forth would never have many in one.
  public int countInMinute(long timeMs) {
    int of = Math.clamp(timeMs / MINUTE_MS, 0, Integer.MAX_VALUE);
    if (of > minute) {
      minute = of;
      eventsInMinute = 0;
    }
    eventsInMinute = Math.min(eventsInMinute, Integer.MAX_VALUE - 1) + 1;
    return eventsInMinute;
  }

  /// Returns the latest minute in which events were counted, since the epoch; owner only.
  public int minute() {
    return minute;
  }

  /// Returns how many events were counted in it; owner only.
  public int eventsInMinute() {
    return eventsInMinute;
  }

  /// Restores how many events were counted in the latest minute; owner only.
  public void restoreMinute(int latest, int events) {
    minute = latest;
    eventsInMinute = events;
  }

  /// Returns the user's events without a rating at this moment.
  public HistoryView interactionsView() {
    History now = interactions;
    return now == null ? NOTHING : now.view();
  }

  /// Returns all that the user chose at this moment, rated or not, in the order of arrival.
  public HistoryView choices() {
    return HistoryView.merge(history.view(), interactionsView());
  }
}
