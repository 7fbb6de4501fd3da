package dev.eddy.stream;

import dev.eddy.drift.Arm;
import dev.eddy.drift.ArmCounts;
import dev.eddy.drift.Distribution;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Moments;
import dev.eddy.drift.WindowCounts;
import dev.eddy.event.Exposure;
import dev.eddy.factorization.History;
import dev.eddy.factorization.HistoryChange;
import dev.eddy.factorization.HistoryView;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.WriteBackStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Counts what the monitors of drift need, in one partition: what its users are shown and what
/// they rate. The counts go to the aggregator with the commit of the records they are made of.
final class DriftTask {

  static final String STORE = "user-shown";

  /// How long an item counts as recently shown.
  private static final long RECENTLY_MS = 7L * 86_400_000;

  private static final int HISTORY = 100;
  private static final int LATEST = 8;

  /// Counts of more bytes than this are sent before the commit. With one list more, of 1,000 of
  /// the longest ids, a record is still well below Kafka's default limit of 1 MiB.
  private static final int MOST_BYTES = 250_000;

  /// A text of so many chars takes three times as many bytes at most, and its numbers some more.
  private static final int BYTES_A_CHAR = 3;

  private static final int BYTES_AN_ENTRY = 20;

  /// Of a window in which users rated, without the ids of what was shown: buckets and leaders.
  private static final int BYTES_A_WINDOW = 20_000;

  private final DriftSettings settings;
  private final ItemIndex index;
  private final Catalog catalog;
  private final TaskMetadata metadata;
  private final UserGroups groups;
  private final WriteBackStore<ShownRow> shown;
  private final WriteBackStore<User> users;
  private final LongSupplier nowMs;
  private final DriftSamples samples;
  private final Census census;
  private final Map<Long, WindowCounts> counts = new TreeMap<>();

  /// The one of them that was asked for last, as most events are of the same window.
  private WindowCounts recent;

  /// How active users became, which is of no window.
  private WindowCounts activity = new WindowCounts(WindowCounts.NO_WINDOW);

  private int bytes;
  private boolean anyShown;
  private long probedWindow = Long.MIN_VALUE;
  private double influenceBefore;

  /// Of the user whose event is being learned.
  private Arm arm = Arm.TREATED;

  /// Begins to count, with nothing counted.
  ///
  /// @param nowMs the clock: what claims to be of the future is counted as of now, else it would
  ///     end the windows that others are still counted in
  DriftTask(
      DriftSettings settings,
      Model model,
      ItemIndex index,
      Catalog catalog,
      TaskMetadata metadata,
      WriteBackStore<ShownRow> shown,
      WriteBackStore<User> users,
      TaskTotals totals,
      LongSupplier nowMs) {
    this.settings = settings;
    this.index = index;
    this.catalog = catalog;
    this.metadata = metadata;
    groups = new UserGroups(settings.groupBy());
    this.shown = shown;
    this.users = users;
    this.nowMs = nowMs;
    samples = new DriftSamples(shown, users, model, index, metadata);
    anyShown = samples.anyShown();
    census = new Census(users::visitAfter, totals, Census.AT_ONCE);
  }

  /// Notes that a user has another number of ratings now.
  void active(String userId, int ratingsBefore, int ratingsNow) {
    if (census.hasCounted(userId)) {
      activity.active(ratingsBefore, ratingsNow);
    }
  }

  /// Counts some of the users who rated before drift was watched; before [#send], in the
  /// transaction of a commit.
  ///
  /// @return whether there were any left, so that the task row is another
  boolean countEarlier() {
    return census.step(ratings -> activity.active(0, ratings));
  }

  private Arm arm(String userId) {
    return Arm.of(userId, settings.controlShare());
  }

  /// Returns the number of the window that a moment counts in.
  private long numberAt(long timeMs) {
    return settings.window(Math.min(timeMs, nowMs.getAsLong()));
  }

  private WindowCounts window(long number) {
    if (recent == null || recent.window() != number) {
      recent = counts.get(number);
      if (recent == null) {
        recent = new WindowCounts(number);
        counts.put(number, recent);
        bytes += BYTES_A_WINDOW;
      }
    }
    return recent;
  }

  private ShownRow row(String key) {
    ShownRow row = shown.get(key);
    if (row == null) {
      row = new ShownRow();
      shown.put(key, row);
    }
    return row;
  }

  /// Counts a list that a user was shown; the same request of the same user once.
  ///
  /// @return whether it was counted
  boolean shown(Exposure exposure) {
    String userId = exposure.userId();
    ShownRow row = row(userId);
    if (!row.take(exposure.requestId(), exposure.items(), exposure.timestampMs())) {
      return false;
    }
    shown.markDirty(userId, row);
    anyShown = true;
    ArmCounts into = window(numberAt(exposure.timestampMs())).of(arm(userId));
    User user = users.get(userId);
    List<Integer> rated = latest(user, HISTORY);
    into.shown(
        exposure.items(),
        popularity(exposure.items().stream().map(index::find).toList()),
        user == null ? 0 : user.row().count(),
        groups.isEmpty() ? List.of() : groups.of(metadata.attributes(userId)),
        popularity(rated));
    into.miscalibrated(genres(rated).divergence(genresOf(exposure.items())));
    samples.compare(arm(userId), userId, row.last, into);
    samples.follow(arm(userId), userId, exposure.items());
    exposure.items().forEach(this::grow);
    return true;
  }

  /// Returns the latest live ratings' items of a user, by number.
  private static List<Integer> latest(User user, int most) {
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

  private void grow(String id) {
    bytes += BYTES_AN_ENTRY + BYTES_A_CHAR * id.length();
  }

  private double popularity(List<Integer> items) {
    Moments popularity = new Moments();
    for (int item : items) {
      popularity.add(item > 0 ? index.count(item) : 0);
    }
    return popularity.mean();
  }

  private Distribution genres(List<Integer> items) {
    return genresOf(items.stream().map(index::id).toList());
  }

  private Distribution genresOf(List<String> itemIds) {
    Distribution genres = new Distribution();
    itemIds.forEach(id -> genres.add(catalog.get(id).genres()));
    return genres;
  }

  /// Notes how much a user has said, before an event is learned.
  void before(String userId, UserRow user) {
    arm = arm(userId);
    influenceBefore = user.influence();
  }

  /// Counts how far the user has moved items since [#before], and notes it in the row, which is
  /// to be marked as changed afterwards. What comes late, after the user moved items in a later
  /// window, is left out; a window later than now is of a clock that ran ahead.
  void moved(String userId, UserRow user, long timeMs) {
    double movement = user.influence() - influenceBefore;
    long number = numberAt(timeMs);
    long startMs = number * settings.windowMs();
    boolean isLate =
        number < settings.window(user.windowMs()) && user.windowMs() <= nowMs.getAsLong();
    if (movement > 0 && !isLate) {
      double before = startMs == user.windowMs() ? user.movedInWindow() : 0;
      user.movedInWindow(startMs, before + movement);
      window(number).of(arm).influenced(userId, before, before + movement);
    }
  }

  /// Counts a rating that was learned since [#before].
  ///
  /// @param user the user now
  void rated(String userId, User user, History.Entry event, Learner.Learned learned) {
    long timeMs = event.timeMs();
    ArmCounts into = window(numberAt(timeMs)).of(arm);
    double itemMovement = user.row().influence() - influenceBefore;
    into.moved(
        relative(learned.userMoved(), learned.userNorm()),
        relative(learned.userSolved(), learned.userNorm()),
        relative(itemMovement, learned.itemNorm()));
    into.rated(
        anyShown && wasShown(userId, index.id(event.item()), timeMs),
        Math.abs(event.rating() - learned.prediction()));
    int ratings = user.row().count();
    if (learned.change() == HistoryChange.NEW && ratings >= 2 * LATEST && ratings % LATEST == 0) {
      List<Integer> items = latest(user, HISTORY);
      into.tasteShifted(
          genres(items.subList(LATEST, items.size())).divergence(genres(items.subList(0, LATEST))));
    }
    if (anyShown) {
      probe(timeMs);
    }
  }

  /// Counts an event without a rating.
  void chosen(String userId, String itemId, long timeMs) {
    window(numberAt(timeMs)).of(arm(userId)).chosen(anyShown && wasShown(userId, itemId, timeMs));
  }

  /// Looks at all probes once a window.
  private void probe(long timeMs) {
    long window = numberAt(timeMs);
    if (window > probedWindow) {
      probedWindow = window;
      for (Arm probed : Arm.values()) {
        samples.probe(probed, window(window).of(probed));
      }
    }
  }

  private static double relative(double movement, double length) {
    return length > 0 ? movement / length : Double.NaN;
  }

  /// Users of whom nothing was shown are stored as such: else every rating of one of them would
  /// be a search in RocksDB.
  private boolean wasShown(String userId, String itemId, long timeMs) {
    return row(userId).wasShown(itemId, timeMs - RECENTLY_MS, timeMs);
  }

  /// Forgets what a user was shown, and that the user rated.
  void forget(String userId, int ratings) {
    ShownRow row = shown.get(userId);
    if (row != null) {
      shown.delete(userId, row);
    }
    for (Arm forgotten : Arm.values()) {
      samples.forget(forgotten, userId);
    }
    active(userId, ratings, 0);
  }

  /// Sends what was counted, if that is so much that it should not wait for the commit.
  ///
  /// @param sink receives encoded [WindowCounts]; of the processor that is at work
  void sendIfMany(Consumer<byte[]> sink) {
    if (bytes >= MOST_BYTES) {
      send(sink);
    }
  }

  /// Sends what was counted since the last time; in the transaction of the records.
  ///
  /// @param sink receives encoded [WindowCounts]; of the processor that is at work
  void send(Consumer<byte[]> sink) {
    if (!activity.isEmpty()) {
      sink.accept(activity.encode());
      activity = new WindowCounts(WindowCounts.NO_WINDOW);
    }
    for (WindowCounts window : counts.values()) {
      if (!window.isEmpty()) {
        sink.accept(window.encode());
      }
    }
    counts.clear();
    recent = null;
    bytes = 0;
  }
}
