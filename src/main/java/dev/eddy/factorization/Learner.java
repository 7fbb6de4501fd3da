package dev.eddy.factorization;

import dev.eddy.factorization.item.FeatureRegression;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.item.LocalItems;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.ColdStartSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.SessionBias;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRefit;
import dev.eddy.factorization.user.UserRow;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/// Learns the ratings of one partition, in order. The stream and the library drive the same
/// class.
///
/// The caller owns the user's row and history and stores them; the learner keeps its view of the
/// items and hands out what it changed of them when flushed. Not safe for use by several threads.
public final class Learner {

  private static final float MOST_WEIGHT = 10;

  /// The lengths of the vectors are measured with one rating in so many.
  private static final int MEASURED = 7;

  private final Model model;
  private final ItemRows rows;
  private final RowStarts starts;
  private final LocalItems items;
  private final FeatureRegression features;
  private final UserRefit users;
  private final Voice voice;

  /// Creates a learner that has learned nothing of its own yet.
  ///
  /// @param rows the items, as merged from all partitions
  /// @param partition which partition's deltas in the merged rows are this learner's own
  /// @param metadata by which new rows may start
  public Learner(Model model, ItemRows rows, int partition, Metadata metadata) {
    this(model, rows, partition, metadata, () -> model.settings().influenceCap());
  }

  /// Creates a learner of which the cap on one user's influence may change while it learns.
  ///
  /// @param influenceCap as [dev.eddy.factorization.model.LearningSettings] has it, asked for each
  ///     rating
  public Learner(
      Model model, ItemRows rows, int partition, Metadata metadata, IntSupplier influenceCap) {
    this.model = model;
    this.rows = rows;
    starts = new RowStarts(model, rows, metadata);
    items = new LocalItems(model, rows, starts, partition);
    features = new FeatureRegression(model, rows, starts, items);
    users = new UserRefit(model, starts, items);
    double middle = (model.settings().ratingMin() + model.settings().ratingMax()) / 2;
    voice = new Voice(influenceCap, new AlikeAccounts(rows, (float) middle));
  }

  /// Returns an item's number, for use in a [History.Entry].
  public int number(String itemId) {
    return rows.number(itemId);
  }

  /// Predicts one event, then learns from it.
  ///
  /// @param userId the user
  /// @param user the user, changed
  /// @param event the rating or, if not live, its withdrawal
  public Learned learn(String userId, User user, History.Entry event) {
    return learn(userId, user, event, 1);
  }

  /// Predicts one event, then learns from it.
  ///
  /// @param userId the user
  /// @param user the user, changed
  /// @param event the rating or, if not live, its withdrawal
  /// @param emphasis how much more than by its weight the rating counts in the step that it makes;
  ///     the product of both is at most 10. The user's row, which is solved from the history, goes
  ///     by the weight alone
  public Learned learn(String userId, User user, History.Entry event, float emphasis) {
    History history = user.history();
    double ratingBefore = history.ratingOf(event.item());
    HistoryChange change = history.judge(event);
    int itemRatings = items.count(event.item());
    return switch (change) {
      case IGNORED -> {
        int places = history.size();
        history.apply(event);
        if (history.size() > places) { // a withdrawal of what is not there leaves its mark
          user.row().leave(places, 0, 0);
        }
        yield Learned.nothing(change, itemRatings);
      }
      case WITHDRAWN -> {
        model.account(items.write(event.item(), -1), ratingBefore, Double.NaN);
        history.apply(event);
        withdrawn(userId, user, 1);
        yield Learned.nothing(change, itemRatings);
      }
      case NEW, REPLACED ->
          learnRating(userId, user, event, emphasis, change, ratingBefore, itemRatings);
    };
  }

  /// Takes ratings out of what is known of a user. The row follows from those that are left.
  private void withdrawn(String userId, User user, int ratings) {
    addCount(user.row(), -ratings);
    users.solveAnew(userId, user);
  }

  private static void addCount(UserRow row, int by) {
    row.beginChange();
    row.addCount(by);
    row.endChange();
  }

  private Learned learnRating(
      String userId,
      User user,
      History.Entry event,
      float emphasis,
      HistoryChange change,
      double ratingBefore,
      int itemRatings) {
    UserRow row = user.row();
    History history = user.history();
    int counted = change == HistoryChange.NEW ? 1 : 0;
    boolean known = history.knows(event.item());
    users.solve(userId, user);
    float[] shared = items.write(ItemRows.SHARED, 0);
    float[] item = items.write(event.item(), counted);
    if (RowLayout.isWaiting(item)) {
      item = items.admit(event.item());
    }
    float itemMean = itemRatings == 0 ? Float.NaN : (float) model.meanRating(item);
    model.account(item, ratingBefore, event.rating());
    boolean waits = RowLayout.isWaiting(item);
    if (waits) { // it is taken for a new one, and what is learned of it is not kept
      item = items.start(event.item());
    }
    float[] taste = row.values();
    float score = model.score(shared, taste, item);
    float shift = users.shift(row, history.view(), event.item(), event.timeMs());
    float prediction = model.toRating(score + model.sessionTrust(shared) * shift);
    float byVectors = model.toRating(score);
    float byBiases = model.toRating(model.scanOffset(shared, taste) + model.itemBias(item));
    model.learnSessionTrust(shared, score, shift, event.rating(), event.weight());
    row.beginChange();
    row.addCount(counted);
    row.addLearned(counted);
    float weight = Math.min(MOST_WEIGHT, event.weight() * emphasis);
    float moved =
        model.learn(shared, taste, item, event.rating(), weight, voice.of(user, event, known));
    row.addInfluence(waits ? 0 : moved);
    row.endChange();
    history.apply(event);
    if (known) {
      users.solveAnew(userId, user);
    } else {
      users.takeIn(userId, user, event, item);
    }
    if (change == HistoryChange.NEW) {
      learnStarts(userId, row, event.item(), waits ? null : item);
    }
    boolean measured = row.count() % MEASURED == 0;
    return new Learned(
        change,
        prediction,
        byVectors,
        byBiases,
        itemRatings,
        itemMean,
        measured ? model.userNorm(row.values()) : Float.NaN,
        measured ? model.itemNorm(item) : Float.NaN);
  }

  /// Solves the row of a user whose history nobody has looked at for long; owner only.
  ///
  /// @return the row
  public float[] solveNow(String userId, User user) {
    users.solve(userId, user);
    return user.row().values();
  }

  /// Returns the score of an item for a user whose row is solved, as this partition sees both;
  /// owner only.
  public float score(User user, int item) {
    return model.score(items.read(ItemRows.SHARED), user.row().values(), items.read(item));
  }

  /// Takes over the row of a user that was solved from the same history before; owner only.
  ///
  /// @param stored the row keeps the array
  public void resume(User user, float[] stored) {
    users.resume(user, stored);
  }

  /// Learns from both rows of a rating where newcomers are to start.
  ///
  /// @param item null for one that has no row
  private void learnStarts(String userId, UserRow user, int itemNumber, float[] item) {
    ColdStartSettings coldStart = model.settings().coldStart();
    float[] shared = items.write(ItemRows.SHARED, 0);
    int itemRatings = items.count(itemNumber);
    if (coldStart.followsUser(userId, user.count())) {
      model.followUser(shared, user.values());
    }
    if (item != null && coldStart.kind().follows(itemRatings)) {
      model.followItem(shared, item);
    }
    if (user.features() == null) {
      user.setFeatures(starts.userFeatures(userId));
    }
    features.learnUser(user.features(), user.values(), user.count());
    if (item != null) {
      features.learnItem(rows.id(itemNumber), item, itemRatings);
    }
  }

  /// Takes the ratings of a user who leaves out of the items' counts.
  ///
  /// @return how many ratings stood
  public int forget(History history) {
    int removed = 0;
    HistoryView view = history.view();
    for (int place = view.first(); place < view.size(); place++) {
      if (view.live(place)) {
        takeOut(view.entry(place));
        removed++;
      }
    }
    return removed;
  }

  private void takeOut(History.Entry entry) {
    model.account(items.write(entry.item(), -1), entry.rating(), Double.NaN);
  }

  /// Returns whether a user has rated an item that has left.
  ///
  /// @param beforeMs items last rated before, that have no row, have left
  public boolean hasLeft(History history, long beforeMs) {
    HistoryView view = history.view();
    for (int place = view.first(); place < view.size(); place++) {
      if (hasLeft(view, place, beforeMs)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasLeft(HistoryView history, int place, long beforeMs) {
    return history.live(place)
        && history.timeMs(place) < beforeMs
        && items.hasLeft(history.item(place), beforeMs);
  }

  /// Takes the ratings of items that have left out of a user's history and of the counts.
  ///
  /// @param beforeMs items last rated before, that have no row, have left
  /// @return how many ratings stood
  public int expireItems(String userId, User user, long beforeMs) {
    HistoryView before = user.history().view();
    List<History.Entry> left = user.history().expire(place -> hasLeft(before, place, beforeMs));
    left.forEach(this::takeOut);
    withdrawn(userId, user, left.size());
    return left.size();
  }

  /// Lets the oldest ratings of a user go where there are more than the settings allow.
  ///
  /// @return those that leave, as they stood
  public List<History.Entry> expireOldest(User user) {
    int most = model.settings().admission().ratingsPerUser();
    List<History.Entry> left = user.history().keepLatest(most);
    left.forEach(this::takeOut);
    addCount(user.row(), -left.size()); // they are older than what the row is solved from
    return left;
  }

  /// Sets what time it is by the events of the partition, for items to grow idle by; without,
  /// nobody learns how long an item has been idle.
  public void setTime(long nowMs) {
    items.setTime(nowMs);
  }

  /// Predicts the rating of one item as the user would give it at some time; owner only.
  ///
  /// @param user null for somebody who is not known
  public float predict(String userId, User user, int item, long timeMs) {
    float[] shared = items.read(ItemRows.SHARED);
    SessionBias moment = new SessionBias(model.settings(), timeMs);
    float[] row = starts.user(userId, items::read);
    if (user != null) {
      row = users.solver().solve(shared, row, user.history().view(), timeMs);
      users.solver().addTo(moment, user.history().view(), item);
    }
    return model.toRating(
        model.score(shared, row, items.read(item)) + model.sessionTrust(shared) * moment.shift());
  }

  /// Returns the row of a user as it follows from the ratings now; owner only.
  ///
  /// @param user null for somebody who is not known
  public float[] solved(String userId, User user) {
    float[] prior = starts.user(userId, items::read);
    return user == null
        ? prior
        : users.solver().solve(items.read(ItemRows.SHARED), prior, user.history().view());
  }

  /// Returns the shared parameters as this partition sees them; not to be changed.
  public float[] shared() {
    return items.read(ItemRows.SHARED);
  }

  /// Returns an item's parameters as this partition sees them; not to be changed.
  public float[] item(int number) {
    return items.read(number);
  }

  /// Returns how many ratings of an item stand, as far as this partition knows.
  public int itemRatings(int number) {
    return items.count(number);
  }

  /// Hands out what changed of the items since the last flush.
  ///
  /// @param sequence the number of this flush, above every earlier one
  /// @param deltas receives item ids and deltas; the shared row has the empty id
  public void flush(long sequence, BiConsumer<String, ItemDelta> deltas) {
    items.flush(sequence, deltas);
  }
}
