package dev.eddy.simulate.loop;

import dev.eddy.catalog.Catalog;
import dev.eddy.catalog.FileMetadata;
import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.Rank;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.drift.tally.CountedPeople;
import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.drift.tally.ShownRows;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Exposure;
import dev.eddy.event.Kinds;
import dev.eddy.factorization.Learned;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.Evidence;
import dev.eddy.lists.ItemFilter;
import dev.eddy.lists.ListMaker;
import dev.eddy.lists.ListRequest;
import dev.eddy.lists.Policy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.roaringbitmap.RoaringBitmap;

/// Eddy in memory, whole: it learns, makes lists and counts for the monitors by the classes of the
/// stream and the query layer, with one partition, and a commit when the caller says so. Not safe
/// for use by several threads.
final class MemoryEddy {

  private static final String KIND = "click";

  private final Model model;
  private final ItemIndex index;
  private final ChoiceIndex choices = new ChoiceIndex();
  private final ChoiceLists lists;
  private final Catalog catalog;
  private final Learner learner;
  private final ChoiceLearner choiceLearner;
  private final ChoiceMerger merger = new ChoiceMerger(choices);
  private final RowStarts starts;
  private final DriftCounter drift;
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, ItemRow> rows = new HashMap<>();
  private long offset;
  private long commits;
  private final CurrentBrakes brakes;
  private long nowMs;

  /// Whether the monitors watch.
  private boolean isWatched;

  /// @param items all that will ever be in the catalog, of which rows may start by what is said
  /// @param brakes in force, which may be moved
  MemoryEddy(
      Model model,
      VectorKernels kernels,
      List<CatalogItem> items,
      DriftSettings settings,
      CurrentBrakes brakes) {
    this.brakes = brakes;
    this.model = model;
    index = new ItemIndex(model, kernels);
    lists = new ChoiceLists(choices, index);
    catalog = new Catalog(index);
    Metadata metadata = new FileMetadata(items, List.of());
    learner = new Learner(model, index, 0, metadata, () -> brakes.get().influenceCap());
    choiceLearner =
        new ChoiceLearner(
            choices, 0, ChoiceSettings.of(model.settings()), () -> brakes.get().dailyCap());
    starts = new RowStarts(model, index, metadata);
    drift =
        new DriftCounter(
            settings,
            index,
            catalog,
            new CountedPeople(users::get, userId -> Map.of(), userId -> true),
            ShownRows.inMemory(),
            () -> nowMs);
  }

  /// Takes an item into the catalog; it can be in lists from then on.
  void add(CatalogItem item) {
    catalog.put(item);
    start(item.itemId());
  }

  private void start(String itemId) {
    if (index.merged(index.number(itemId)) == null) {
      index.putStart(itemId, starts.item(itemId, index::values));
    }
  }

  /// Begins to count for the monitors.
  void watch() {
    users.values().forEach(user -> drift.ratedEarlier(user.row().count()));
    isWatched = true;
  }

  /// Returns how many items can be in lists.
  int items() {
    return index.recommendable();
  }

  /// A list.
  ///
  /// @param items by id, the first first
  /// @param propensities how likely the list was to have each
  record Listed(List<String> items, List<Double> propensities) {}

  /// Returns a list for a user.
  Listed list(String userId, int n, Policy policy, SplittableRandom chance) {
    User user = known(userId);
    float[] row = learner.solveNow(userId, user);
    List<History.Entry> history = Arrays.asList(user.choices().entries());
    RoaringBitmap had = new RoaringBitmap();
    history.forEach(entry -> had.add(entry.item()));
    Rank rank = lists.isReady() ? Rank.BLEND : Rank.RATING;
    ListRequest request = new ListRequest(n, 0, 0, policy, rank);
    Map<String, Integer> shown = drift.impressions(userId);
    Evidence evidence =
        new Evidence(
            number -> shown.getOrDefault(index.id(number), 0),
            number -> catalog.get(index.id(number)).genres());
    List<ListMaker.Place> places =
        new ListMaker(index, lists, request, brakes.get(), evidence, chance)
            .placesOf(row, history, new ItemFilter(index, had, 0));
    return new Listed(
        places.stream().map(place -> index.id(place.number())).toList(),
        places.stream().map(ListMaker.Place::propensity).toList());
  }

  private User known(String userId) {
    return users.computeIfAbsent(userId, id -> new User(new UserRow(0, 0), new History()));
  }

  /// Counts a list that a user was shown.
  void shown(String userId, Listed list, Policy policy, long timeMs) {
    nowMs = timeMs;
    String request = Long.toString(offset++);
    var _ =
        drift.shown(
            new Exposure(
                request,
                userId,
                list.items(),
                list.propensities(),
                policy.label(),
                "",
                0,
                0,
                timeMs));
  }

  /// Learns a rating.
  Learned rate(String userId, String itemId, double rating, long timeMs) {
    nowMs = timeMs;
    User user = known(userId);
    int number = index.number(itemId);
    History.Entry event =
        new History.Entry(
            number, true, (float) rating, emphasis(userId, itemId, timeMs), timeMs, offset++);
    int before = user.row().count();
    drift.before(userId, user.row());
    choose(userId, user, Choice.rated(number, (float) rating, timeMs));
    Learned learned = learner.learn(userId, user, event);
    if (isWatched) {
      drift.moved(userId, user.row(), timeMs);
      drift.active(userId, before, user.row().count());
      drift.rated(userId, user, event, learned);
    }
    return learned;
  }

  /// Returns how much more than others an event counts, as in the stream.
  private float emphasis(String userId, String itemId, long timeMs) {
    double most = 1 + brakes.get().propensityWeights();
    float propensity = most > 1 ? drift.propensity(userId, itemId, timeMs) : Float.NaN;
    return Float.isNaN(propensity) ? 1 : (float) Math.min(most, 1 / propensity);
  }

  /// Learns that a user chose an item without rating it.
  void click(String userId, String itemId, long timeMs) {
    nowMs = timeMs;
    User user = known(userId);
    int number = index.number(itemId);
    double worth = Kinds.DEFAULT.worth(KIND, OptionalDouble.empty());
    choose(userId, user, Choice.unrated(number, worth, timeMs));
    HistoryChange change =
        user.ownInteractions()
            .apply(
                new History.Entry(
                    number, Kinds.number(KIND), true, Float.NaN, (float) worth, timeMs, offset++));
    if (isWatched) {
      drift.chosen(userId, user, itemId, timeMs, change);
    }
  }

  private void choose(String userId, User user, Choice choice) {
    HistoryView history = user.choices();
    if (history.contains(choice.item())) {
      choiceLearner.learnAgain(history, choice);
    } else {
      var _ = learner.solveNow(userId, user);
      choiceLearner.learn(history, choice, item -> learner.score(user, item));
    }
  }

  /// Merges what was learned, so that lists show it, and hands out what was counted.
  void commit(Consumer<WindowCounts> counts) {
    long sequence = ++commits;
    learner.flush(sequence, this::merge);
    choiceLearner.flush(sequence, merger);
    index.refresh();
    lists.refresh();
    drift.send(counts);
  }

  private void merge(String itemId, ItemDelta delta) {
    ItemRow row =
        rows.computeIfAbsent(itemId, id -> ItemRow.startedBy(delta, RowKind.newRow(model, id)));
    row.merge(delta, RowKind.of(itemId).layout(model));
    index.put(itemId, row.publish());
  }
}
