package dev.eddy.drift.tally;

import dev.eddy.catalog.Catalog;
import dev.eddy.catalog.UserGroups;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.ItemRatings;
import dev.eddy.drift.count.Maker;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.event.Exposure;
import dev.eddy.factorization.Learned;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ItemIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Counts what the monitors of drift need, in one partition or in one world: what its users are
/// shown and what they rate. In the stream the counts go to the aggregator with the commit of the
/// records they are made of. Not safe for use by several threads.
public final class DriftCounter {

  /// How long an item counts as recently shown.
  public static final long RECENTLY_MS = 7L * 86_400_000;

  private static final int HISTORY = 100;

  /// Under this key there is a row once anything was shown. No user has such an id.
  private static final String ANY_SHOWN = "\0shown";

  /// Counts of more bytes than this are more than one record. With one list more, of 1,000 of the
  /// longest ids, a record is still well below Kafka's default limit of 1 MiB.
  private static final int MOST_BYTES = 250_000;

  /// A text of so many chars takes three times as many bytes at most, and its numbers some more.
  private static final int BYTES_A_CHAR = 3;

  private static final int BYTES_AN_ENTRY = 50;

  /// Of a window in which users rated, without the ids of what was shown: buckets and leaders.
  private static final int BYTES_A_WINDOW = 40_000;

  private final DriftSettings settings;
  private final ItemIndex index;
  private final CountedItems items;
  private final Function<String, Map<String, String>> attributes;
  private final UserGroups groups;
  private final ShownRows shown;
  private final Function<String, User> users;
  private final LongSupplier nowMs;
  private final Predicate<String> isActive;
  private final Map<Long, WindowCounts> counts = new TreeMap<>();

  /// Counts that take no more. They wait for the commit too: Kafka Streams 4.3.1 commits what a
  /// task has sent even where it gives the task up as corrupted and reads the same events again
  /// (`TaskManager.handleCorruption`).
  private final List<WindowCounts> full = new ArrayList<>();

  /// The one of them that was asked for last, as most events are of the same window.
  private WindowCounts recent;

  /// How active users became, which is of no window.
  private WindowCounts activity = new WindowCounts(WindowCounts.NO_WINDOW);

  private int bytes;
  private boolean anyShown;
  private double influenceBefore;

  /// Of the user whose event is being learned.
  private Arm arm = Arm.TREATED;

  /// Begins to count, with nothing counted.
  ///
  /// @param people whom it counts
  /// @param shown what they were shown
  /// @param nowMs the clock: what claims to be of the future is counted as of now, else it would
  ///     end the windows that others are still counted in
  public DriftCounter(
      DriftSettings settings,
      ItemIndex index,
      Catalog catalog,
      CountedPeople people,
      ShownRows shown,
      LongSupplier nowMs) {
    this.settings = settings;
    this.index = index;
    items = new CountedItems(index, catalog);
    attributes = people.attributes();
    groups = new UserGroups(settings.groupBy());
    this.shown = shown;
    users = people.users();
    this.nowMs = nowMs;
    anyShown = shown.get(ANY_SHOWN) != null;
    isActive = people.isActive();
  }

  /// Notes that a user has another number of ratings now.
  public void active(String userId, int ratingsBefore, int ratingsNow) {
    if (isActive.test(userId)) {
      activity.active(ratingsBefore, ratingsNow);
    }
  }

  /// Counts a user who rated before drift was watched.
  public void ratedEarlier(int ratings) {
    activity.active(0, ratings);
  }

  private Arm arm(String userId) {
    return Arm.of(userId, settings.controlShare());
  }

  /// Returns the number of the window that a moment counts in.
  private long numberAt(long timeMs) {
    return settings.window(Math.min(timeMs, nowMs.getAsLong()));
  }

  /// Returns when the window began that a moment counts in.
  private long startMs(long timeMs) {
    return numberAt(timeMs) * settings.windowMs();
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
  public boolean shown(Exposure exposure) {
    String userId = exposure.userId();
    ShownRow row = row(userId);
    if (!row.take(exposure)) {
      return false;
    }
    shown.markDirty(userId, row);
    if (!anyShown) {
      anyShown = true;
      shown.markDirty(ANY_SHOWN, row(ANY_SHOWN));
    }
    long number = numberAt(exposure.timestampMs());
    count(exposure, window(number).of(arm(userId)));
    Maker.of(exposure.variant(), exposure.generation())
        .ifPresent(maker -> count(exposure, window(number).of(maker)));
    return true;
  }

  private void count(Exposure exposure, ArmCounts into) {
    User user = users.apply(exposure.userId());
    List<Integer> rated = LateEvents.rated(user, HISTORY);
    into.shown(
        exposure.items(),
        items.popularityOf(exposure.items()),
        user == null ? 0 : user.row().count(),
        groups.isEmpty() ? List.of() : groups.of(attributes.apply(exposure.userId())),
        items.popularity(rated));
    into.miscalibrated(items.genres(rated).divergence(items.genresOf(exposure.items())));
    exposure.items().forEach(this::grow);
    closeIfMany();
  }

  private void grow(String id) {
    bytes += BYTES_AN_ENTRY + BYTES_A_CHAR * id.length();
  }

  /// Notes how much a user has said, before an event is learned.
  public void before(String userId, UserRow user) {
    arm = arm(userId);
    influenceBefore = user.influence();
  }

  /// Counts how far the user has moved items since [#before], and notes it in the row, which is
  /// to be marked as changed afterwards. What comes late, after the user moved items in a later
  /// window, is left out; a window later than now is of a clock that ran ahead.
  public void moved(String userId, UserRow user, long timeMs) {
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
  public void rated(String userId, User user, History.Entry event, Learned learned) {
    long timeMs = event.timeMs();
    ArmCounts into = window(numberAt(timeMs)).of(arm);
    String itemId = index.id(event.item());
    boolean wasShown = anyShown && wasShown(userId, itemId, timeMs);
    into.rated(wasShown, Math.abs(event.rating() - learned.prediction()));
    double mean = learned.itemRatings() == 0 ? 0 : learned.itemMean();
    into.rated(itemId, event.rating(), new ItemRatings.Known(learned.itemRatings(), mean));
    grow(itemId);
    if (learned.change() == HistoryChange.NEW) {
      into.acted(userId, LateEvents.of(user, startMs(timeMs)));
      countByMaker(userId, itemId, timeMs, wasShown);
    }
    closeIfMany();
  }

  /// Counts an event without a rating that was taken over.
  ///
  /// @param user the user now
  /// @param change what it did to the user's events: one that gives way to another of the same
  ///     item and kind does not make a user more active
  public void chosen(String userId, User user, String itemId, long timeMs, HistoryChange change) {
    ArmCounts into = window(numberAt(timeMs)).of(arm(userId));
    boolean wasShown = anyShown && wasShown(userId, itemId, timeMs);
    into.chosen(wasShown);
    if (change == HistoryChange.NEW) {
      into.acted(userId, LateEvents.of(user, startMs(timeMs)));
      countByMaker(userId, itemId, timeMs, wasShown);
    }
    closeIfMany();
  }

  /// Counts a new choice for the model of an experiment whose list it is from, or else for the one
  /// that made the user's latest list.
  private void countByMaker(String userId, String itemId, long timeMs, boolean wasShown) {
    if (anyShown) {
      row(userId)
          .maker(itemId, timeMs - RECENTLY_MS, timeMs)
          .ifPresent(maker -> window(numberAt(timeMs)).of(maker).chosen(wasShown));
    }
  }

  /// Users of whom nothing was shown are stored as such: else every rating of one of them would
  /// be a search in RocksDB.
  private boolean wasShown(String userId, String itemId, long timeMs) {
    return row(userId).wasShown(itemId, timeMs - RECENTLY_MS, timeMs);
  }

  /// Returns how likely the latest list that showed a user an item was to have it; not a number
  /// where it was not shown recently, or nobody knows.
  public float propensity(String userId, String itemId, long timeMs) {
    return anyShown ? row(userId).propensity(itemId, timeMs - RECENTLY_MS, timeMs) : Float.NaN;
  }

  /// Returns how often a user was shown items in the last [#RECENTLY_MS], by id; any thread.
  public Map<String, Integer> impressions(String userId) {
    ShownRow row = shown.peek(userId);
    return row == null ? Map.of() : row.impressions(nowMs.getAsLong() - RECENTLY_MS);
  }

  /// Forgets what a user was shown, and that the user rated.
  public void forget(String userId, int ratings) {
    ShownRow row = shown.get(userId);
    if (row != null) {
      shown.delete(userId, row);
    }
    active(userId, ratings, 0);
  }

  private void closeIfMany() {
    if (bytes >= MOST_BYTES) {
      close();
    }
  }

  private void close() {
    counts.values().stream().filter(window -> !window.isEmpty()).forEach(full::add);
    counts.clear();
    recent = null;
    bytes = 0;
  }

  /// Sends what was counted since the last time; in the transaction of the records.
  ///
  /// @param sink receives the counts; of the processor that is at work
  public void send(Consumer<WindowCounts> sink) {
    if (!activity.isEmpty()) {
      sink.accept(activity);
      activity = new WindowCounts(WindowCounts.NO_WINDOW);
    }
    close();
    full.forEach(sink);
    full.clear();
  }
}
