package dev.eddy.factorization;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

/// Learns the ratings of one partition, in order. The stream and the library drive the same
/// class.
///
/// The caller owns the user's row and history and stores them; the learner keeps its view of the
/// items and hands out what it changed of them when flushed. Not safe for use by several threads.
public final class Learner {

  /// So many of a user's ratings before a moment, and as many after it, tell of it.
  private static final int MOMENT_RATINGS = 32;

  private final Model model;
  private final ItemRows rows;
  private final int partition;
  private final RowStarts starts;
  private final ItemViews items;
  private final FeatureRegression features;
  private final Rehearsal rehearsal;

  /// Creates a learner that has learned nothing of its own yet.
  ///
  /// @param rows the items, as merged from all partitions
  /// @param partition which partition's deltas in the merged rows are this learner's own
  /// @param users whose ratings may be re-visited
  /// @param metadata by which new rows may start
  public Learner(
      Model model, ItemRows rows, int partition, RememberedUsers users, Metadata metadata) {
    this.model = model;
    this.rows = rows;
    this.partition = partition;
    starts = new RowStarts(model, rows, metadata);
    items = new ItemViews(model, rows, starts, partition);
    features = new FeatureRegression(model, rows, starts, items);
    RowPriors priors = new RowPriors(model, rows, starts, items);
    rehearsal = new Rehearsal(model, items, users, priors, partition);
  }

  /// What learning one event did.
  ///
  /// @param change what became of the user's history
  /// @param prediction the rating predicted before it was learned; NaN where nothing was learned
  /// @param itemRatings how many ratings of the item were known before, as far as other
  ///     partitions' are merged
  /// @param itemMean the mean of those ratings, what one would guess who knows the item alone; NaN
  ///     without any
  /// @param userNorm length of the user's vector now; NaN where nothing was learned
  /// @param itemNorm length of the item's vector now; NaN where nothing was learned
  public record Learned(
      HistoryChange change,
      float prediction,
      int itemRatings,
      float itemMean,
      float userNorm,
      float itemNorm) {

    static Learned nothing(HistoryChange change, int itemRatings) {
      return new Learned(change, Float.NaN, itemRatings, Float.NaN, Float.NaN, Float.NaN);
    }

    /// Returns true if the event taught something, so that its prediction may be scored.
    public boolean scored() {
      return change == HistoryChange.NEW || change == HistoryChange.REPLACED;
    }
  }

  /// Returns the row of a user who was not known before.
  public UserRow newUser(String userId) {
    return model.settings().tenure().admitUserAfter() > 1 ? UserRow.waiting() : stranger(userId);
  }

  /// Returns the row where somebody starts, as somebody is taken who has none.
  UserRow stranger(String userId) {
    return new UserRow(starts.user(userId, items::read), 0, 0);
  }

  /// Returns an item's number, for use in a [History.Entry].
  public int number(String itemId) {
    return rows.number(itemId);
  }

  /// Predicts one event, then learns from it.
  ///
  /// @param userId the user
  /// @param user the user's row, changed
  /// @param history the user's history, changed
  /// @param event the rating or, if not live, its withdrawal
  public Learned learn(String userId, UserRow user, History history, History.Entry event) {
    double before = history.ratingOf(event.item());
    HistoryChange change = history.apply(event);
    return switch (change) {
      case IGNORED -> Learned.nothing(change, items.count(event.item()));
      case WITHDRAWN -> {
        int itemRatings = items.count(event.item());
        model.account(items.write(event.item(), -1), before, Double.NaN);
        user.beginChange();
        user.addCount(-1);
        user.endChange();
        yield Learned.nothing(change, itemRatings);
      }
      case NEW, REPLACED -> {
        int counted = change == HistoryChange.NEW ? 1 : 0;
        int itemRatings = items.count(event.item());
        float[] shared = items.write(ItemRows.SHARED, 0);
        float[] item = items.write(event.item(), counted);
        if (RowLayout.isWaiting(item)) {
          item = items.admit(event.item());
        }
        float itemMean = itemRatings == 0 ? Float.NaN : (float) model.meanRating(item);
        model.account(item, before, event.rating());
        boolean waits = RowLayout.isWaiting(item);
        if (waits) { // it is taken for a new one, and what is learned of it is not kept
          item = items.start(event.item());
        }
        float[] taste = user.isWaiting() ? admit(userId, user, counted) : user.values();
        float score = model.score(shared, taste, item);
        float shift = shift(taste, history, event.item(), event.timeMs());
        float prediction = model.toRating(score + model.moodTrust(shared) * shift);
        model.learnMoodTrust(shared, score, shift, event.rating(), event.weight());
        user.beginChange();
        user.addCount(counted);
        float moved = model.learn(shared, taste, item, event.rating(), event.weight());
        user.addInfluence(waits ? 0 : moved);
        user.endChange();
        if (change == HistoryChange.NEW) {
          learnStarts(userId, user, event.item(), waits ? null : item);
        }
        yield new Learned(
            change, prediction, itemRatings, itemMean, model.userNorm(taste), model.itemNorm(item));
      }
    };
  }

  /// Admits a user who waits, if that is due with the rating at hand.
  ///
  /// @return the parameters to learn with: the user's own or, where the user goes on waiting, a
  ///     newcomer's, of which nothing is kept
  private float[] admit(String userId, UserRow user, int counted) {
    float[] start = starts.user(userId, items::read);
    if (user.count() + counted >= model.settings().tenure().admitUserAfter()) {
      user.admit(start);
    }
    return start;
  }

  /// Learns from both rows of a rating where newcomers are to start.
  ///
  /// @param item null for one that has no row
  private void learnStarts(String userId, UserRow user, int itemNumber, float[] item) {
    ColdStartSettings coldStart = model.settings().coldStart();
    float[] shared = items.write(ItemRows.SHARED, 0);
    int itemRatings = items.count(itemNumber);
    if (!user.isWaiting() && coldStart.followsUser(userId, user.count())) {
      model.followUser(shared, user.values());
    }
    if (item != null && coldStart.kind().follows(itemRatings)) {
      model.followItem(shared, item);
    }
    if (!user.isWaiting()) {
      features.learnUser(userId, user.values(), user.count());
    }
    if (item != null) {
      features.learnItem(rows.id(itemNumber), item, itemRatings);
    }
  }

  /// Takes the ratings of a user who leaves out of the items' counts.
  ///
  /// @return how many ratings stood
  public int forget(History history) {
    int removed = 0;
    for (int place = 0; place < history.size(); place++) {
      History.Entry entry = history.entry(place);
      if (entry.live()) {
        model.account(items.write(entry.item(), -1), entry.rating(), Double.NaN);
        removed++;
      }
    }
    return removed;
  }

  /// Returns whether a user has rated an item that has left.
  ///
  /// @param beforeMs items last rated before, that have no row, have left
  public boolean hasLeft(History history, long beforeMs) {
    for (int place = 0; place < history.size(); place++) {
      if (hasLeft(history, place, beforeMs)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasLeft(History history, int place, long beforeMs) {
    return history.live(place)
        && history.timeMs(place) < beforeMs
        && items.hasLeft(history.item(place), beforeMs);
  }

  /// Takes the ratings of items that have left out of a user's history and of the counts.
  ///
  /// @param beforeMs items last rated before, that have no row, have left
  /// @return how many ratings stood
  public int expireItems(UserRow user, History history, long beforeMs) {
    List<History.Entry> left = history.expire(place -> hasLeft(history, place, beforeMs));
    for (History.Entry entry : left) {
      model.account(items.write(entry.item(), -1), entry.rating(), Double.NaN);
    }
    user.beginChange();
    user.addCount(-left.size());
    user.endChange();
    return left.size();
  }

  /// Sets what time it is by the events of the partition, for items to grow idle by; without,
  /// nobody learns how long an item has been idle.
  public void setTime(long nowMs) {
    items.setTime(nowMs);
  }

  /// Re-visits remembered ratings, as often as the settings say for one event, if it taught
  /// something.
  ///
  /// @param learned what the event did
  /// @param offset of the event
  /// @param share of the budget, 0 to 1
  public void rehearseAfter(Learned learned, long offset, double share) {
    if (learned.scored()) {
      rehearsal.after(offset, share);
    }
  }

  /// Predicts the rating of one item as the user would give it at some time; owner only.
  public float predict(UserRow user, History history, int item, long timeMs) {
    float[] shared = items.read(ItemRows.SHARED);
    return model.toRating(
        model.score(shared, user.values(), items.read(item))
            + model.moodTrust(shared) * shift(user.values(), history, item, timeMs));
  }

  /// Returns the score of one item, at no particular moment; owner only.
  float score(UserRow user, int item) {
    return model.score(items.read(ItemRows.SHARED), user.values(), items.read(item));
  }

  /// Returns how the user's other ratings of that moment shift a score.
  private float shift(float[] user, History history, int item, long timeMs) {
    Moment moment = new Moment(model.settings(), timeMs);
    float[] shared = items.read(ItemRows.SHARED);
    int after = history.size();
    while (after > 0 && history.timeMs(after - 1) > timeMs) { // seldom far: most come in order
      after--;
    }
    int end = Math.min(history.size(), after + MOMENT_RATINGS);
    for (int place = Math.max(0, after - MOMENT_RATINGS); place < end; place++) {
      double likeness = history.live(place) ? moment.likeness(history.timeMs(place)) : 0;
      int other = history.item(place);
      float[] row = likeness > 0 && other != item ? items.row(other) : null;
      if (row != null) {
        moment.add(
            likeness, model.score(shared, user, row), history.rating(place), history.weight(place));
      }
    }
    return moment.shift();
  }

  /// Returns the shared parameters as this partition sees them; not to be changed.
  float[] shared() {
    return items.read(ItemRows.SHARED);
  }

  /// Returns an item's parameters as this partition sees them; not to be changed.
  float[] item(int number) {
    return items.read(number);
  }

  /// Returns how many ratings of an item stand, as far as this partition knows.
  int itemRatings(int number) {
    return items.count(number);
  }

  /// Hands out what changed of the items since the last flush.
  ///
  /// @param sequence the number of this flush, above every earlier one
  /// @param deltas receives item ids and deltas; the shared row has the empty id
  public void flush(long sequence, BiConsumer<String, ItemDelta> deltas) {
    flush(sequence, number -> true, deltas);
  }

  /// Hands out what changed since the last flush of the items of which something was heard, and of
  /// some others. What rehearsal alone has moved may wait: it is most of what changes, and least
  /// of what others miss.
  ///
  /// @param sequence the number of this flush, above every earlier one
  /// @param rehearsed the numbers of the items that are handed out even if they were rehearsed only
  /// @param deltas receives item ids and deltas; the shared row has the empty id
  public void flush(long sequence, IntPredicate rehearsed, BiConsumer<String, ItemDelta> deltas) {
    items.flush(sequence, rehearsed, deltas);
  }

  /// Returns the number of this partition's last flush that has come back merged; 0 before the
  /// first. Every rating changes the shared row, so that row tells.
  public long containedSequence() {
    MergedItem shared = rows.merged(ItemRows.SHARED);
    return shared == null ? 0 : shared.sequences().of(partition);
  }

  /// Returns how many remembered ratings were re-visited so far.
  public long rehearsalSteps() {
    return rehearsal.steps();
  }

  /// Returns whether changes wait for another flush.
  public boolean isWaiting() {
    return items.isWaiting();
  }
}
