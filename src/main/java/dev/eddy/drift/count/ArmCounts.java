package dev.eddy.drift.count;

import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// What was counted of one arm in one window of event time. Counts of several partitions add up;
/// not safe for use by several threads.
public final class ArmCounts {

  private final Object2LongOpenHashMap<String> shown = new Object2LongOpenHashMap<>();
  private final Movements movements = new Movements();
  private final Movements events = new Movements();
  private final Lifts lifts = new Lifts();
  private final ItemRatings itemRatings = new ItemRatings();

  /// Ratings that the model made of items, how many, in the mean of a list.
  private final RunningMean popularity = new RunningMean();

  private final RunningMean miscalibration = new RunningMean();
  private final RunningMean likeness = new RunningMean();
  private final RunningMean tasteShift = new RunningMean();
  private final RunningMean probeSquares = new RunningMean();
  private final RunningMean closure = new RunningMean();
  private final RunningMean userMoves = new RunningMean();
  private final RunningMean userSolves = new RunningMean();
  private final RunningMean itemMoves = new RunningMean();
  private final RunningMean error = new RunningMean();

  /// Creates counts of nothing.
  public ArmCounts() {}

  /// Counts a list that was shown.
  ///
  /// @param items in the order shown
  /// @param popularityOfList mean count of ratings of its items
  /// @param userRatings how many ratings of the user stand
  /// @param userAttributes what is said of the user, each as `name=value`
  /// @param popularityOfHistory mean count of ratings of what the user has rated; not a number
  ///     where that is nothing
  public void shown(
      List<String> items,
      double popularityOfList,
      int userRatings,
      List<String> userAttributes,
      double popularityOfHistory) {
    items.forEach(item -> shown.addTo(item, 1));
    popularity.add(popularityOfList);
    if (Double.isFinite(popularityOfHistory)) {
      lifts.add(userRatings, userAttributes, popularityOfList, popularityOfHistory);
    }
  }

  /// Returns how many lists were shown.
  public long lists() {
    return popularity.n();
  }

  /// Counts how far a list is from the user's history, by genres; see [Distribution#divergence].
  public void miscalibrated(double divergence) {
    miscalibration.add(divergence);
  }

  /// Counts how much the lists of two users who are always compared have in common.
  public void alike(double jaccard) {
    likeness.add(jaccard);
  }

  /// Counts how far a user's genres now are from those before.
  public void tasteShifted(double divergence) {
    tasteShift.add(divergence);
  }

  /// Counts how far the score of a fixed user and item is from what it was at first.
  public void probed(double scoreNow, double scoreFirst) {
    probeSquares.add((scoreNow - scoreFirst) * (scoreNow - scoreFirst));
  }

  /// Counts a rating that was learned.
  ///
  /// @param wasShown whether the user was recently shown the item
  /// @param absoluteError of the prediction before it was learned
  public void rated(boolean wasShown, double absoluteError) {
    closure.add(wasShown ? 1 : 0);
    error.add(absoluteError);
  }

  /// Counts a rating beside what the item was rated before.
  public void rated(String itemId, double rating, ItemRatings.Known before) {
    itemRatings.add(itemId, rating, before);
  }

  /// Counts that a user has done one thing more in this window, a rating or another event.
  ///
  /// @param now how many there are now
  public void acted(String userId, int now) {
    events.moved(userId, now - 1.0, now);
  }

  /// Counts an event without a rating.
  ///
  /// @param wasShown whether the user was recently shown the item
  public void chosen(boolean wasShown) {
    closure.add(wasShown ? 1 : 0);
  }

  /// Counts what learning a rating moved.
  ///
  /// @param userRelative how far the user's parameters moved by the step, over their length
  /// @param solveRelative how far they moved by being solved; not a number where they were not
  /// @param itemRelative how far the item's moved, over their length
  public void moved(double userRelative, double solveRelative, double itemRelative) {
    userMoves.add(userRelative);
    userSolves.add(solveRelative);
    itemMoves.add(itemRelative);
  }

  /// Counts that a user has moved items further in this window; see [Movements#moved].
  public void influenced(String userId, double before, double now) {
    movements.moved(userId, before, now);
  }

  /// Adds what was counted elsewhere.
  public void add(ArmCounts other) {
    other
        .shown
        .object2LongEntrySet()
        .fastForEach(entry -> shown.addTo(entry.getKey(), entry.getLongValue()));
    movements.add(other.movements);
    events.add(other.events);
    lifts.add(other.lifts);
    itemRatings.add(other.itemRatings);
    List<RunningMean> mine = all();
    List<RunningMean> others = other.all();
    for (int i = 0; i < mine.size(); i++) {
      mine.get(i).add(others.get(i));
    }
  }

  /// Returns whether nothing was counted.
  public boolean isEmpty() {
    return shown.isEmpty()
        && closure.n() == 0
        && likeness.n() == 0
        && probeSquares.n() == 0
        && movements.isEmpty();
  }

  /// Returns how often each item was shown that was shown at all.
  public Map<String, Long> shown() {
    return Collections.unmodifiableMap(shown);
  }

  public double[] shownCounts() {
    double[] counts = new double[shown.size()];
    int at = 0;
    for (long times : shown.values()) {
      counts[at++] = times;
    }
    return counts;
  }

  /// Returns who moved items and how far.
  public Movements movements() {
    return movements;
  }

  /// Returns who did how many things.
  public Movements events() {
    return events;
  }

  public Lifts lifts() {
    return lifts;
  }

  /// Returns what items were rated.
  public ItemRatings itemRatings() {
    return itemRatings;
  }

  public RunningMean popularity() {
    return popularity;
  }

  public RunningMean miscalibration() {
    return miscalibration;
  }

  public RunningMean likeness() {
    return likeness;
  }

  public RunningMean tasteShift() {
    return tasteShift;
  }

  public RunningMean probeSquares() {
    return probeSquares;
  }

  public RunningMean closure() {
    return closure;
  }

  public RunningMean userMoves() {
    return userMoves;
  }

  public RunningMean userSolves() {
    return userSolves;
  }

  public RunningMean itemMoves() {
    return itemMoves;
  }

  /// Returns the absolute errors of the predictions.
  public RunningMean error() {
    return error;
  }

  /// All of them, in the order in which they are written.
  private List<RunningMean> all() {
    return List.of(
        popularity,
        miscalibration,
        likeness,
        tasteShift,
        probeSquares,
        closure,
        userMoves,
        userSolves,
        itemMoves,
        error);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(shown.size());
    for (Object2LongMap.Entry<String> item : shown.object2LongEntrySet()) {
      out.writeUTF(item.getKey());
      out.writeLong(item.getLongValue());
    }
    movements.write(out);
    events.write(out);
    for (RunningMean moments : all()) {
      moments.write(out);
    }
    lifts.write(out);
    itemRatings.write(out);
  }

  /// Adds what was written.
  void read(DataInput in) throws IOException {
    readShown(in);
    movements.read(in);
    events.read(in);
    readMoments(in);
    lifts.read(in);
    itemRatings.read(in);
  }

  private void readShown(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      shown.addTo(in.readUTF(), in.readLong());
    }
  }

  private void readMoments(DataInput in) throws IOException {
    for (RunningMean moments : all()) {
      moments.read(in);
    }
  }

  /// Returns about how many bytes of heap the counts take.
  long sizeInBytes() {
    return 2_000
        + 90L * shown.size()
        + movements.sizeInBytes()
        + events.sizeInBytes()
        + lifts.sizeInBytes()
        + itemRatings.sizeInBytes();
  }
}
