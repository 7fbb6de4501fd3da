package dev.eddy.drift;

import it.unimi.dsi.fastutil.objects.Object2DoubleMap;
import it.unimi.dsi.fastutil.objects.Object2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// What was counted of one arm in one window of event time. Counts of several partitions add up;
/// not safe for use by several threads.
///
/// Bounded: of more than [#MOST_USERS] users who moved items, those who moved them least are kept
/// as a sum; so a hundredth of them is exact as long as it has fewer users than that.
public final class ArmCounts {

  /// Users are put into groups by their ratings: group `g` has `2^g − 1` to `2^(g+1) − 2`.
  public static final int GROUPS = 10;

  /// So many users' movements are kept apart.
  static final int MOST_USERS = 200_000;

  private final Object2LongOpenHashMap<String> shown = new Object2LongOpenHashMap<>();
  private final Object2DoubleOpenHashMap<String> movedBy = new Object2DoubleOpenHashMap<>();
  private double movedByOthers;
  private long others;

  /// Ratings that the model made of items, how many, in the mean of a list.
  private final Moments popularity = new Moments();

  private final Moments[] shownPopularity = moments();
  private final Moments[] ownPopularity = moments();
  private final Moments miscalibration = new Moments();
  private final Moments likeness = new Moments();
  private final Moments tasteShift = new Moments();
  private final Moments probeSquares = new Moments();
  private final Moments closure = new Moments();
  private final Moments userMoves = new Moments();
  private final Moments itemMoves = new Moments();
  private final Moments error = new Moments();

  /// Creates counts of nothing.
  public ArmCounts() {}

  private static Moments[] moments() {
    Moments[] moments = new Moments[GROUPS];
    Arrays.setAll(moments, group -> new Moments());
    return moments;
  }

  /// Returns the group of a user with so many ratings.
  public static int group(int ratings) {
    return Math.min(GROUPS - 1, 31 - Integer.numberOfLeadingZeros(ratings + 1));
  }

  /// Counts a list that was shown.
  ///
  /// @param items in the order shown
  /// @param popularityOfList mean count of ratings of its items
  /// @param userRatings how many ratings of the user stand
  /// @param popularityOfHistory mean count of ratings of what the user has rated; not a number
  ///     where that is nothing
  public void shown(
      List<String> items, double popularityOfList, int userRatings, double popularityOfHistory) {
    items.forEach(item -> shown.addTo(item, 1));
    popularity.add(popularityOfList);
    if (Double.isFinite(popularityOfHistory)) {
      shownPopularity[group(userRatings)].add(popularityOfList);
      ownPopularity[group(userRatings)].add(popularityOfHistory);
    }
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

  /// Counts what learning a rating moved.
  ///
  /// @param itemMovement how far the item's parameters moved
  /// @param userRelative how far the user's did, over their length
  /// @param itemRelative how far the item's did, over their length
  public void moved(String userId, double itemMovement, double userRelative, double itemRelative) {
    if (itemMovement > 0) {
      movedBy.addTo(userId, itemMovement);
    }
    userMoves.add(userRelative);
    itemMoves.add(itemRelative);
  }

  /// Adds what was counted elsewhere.
  public void add(ArmCounts other) {
    other
        .shown
        .object2LongEntrySet()
        .fastForEach(entry -> shown.addTo(entry.getKey(), entry.getLongValue()));
    other
        .movedBy
        .object2DoubleEntrySet()
        .fastForEach(entry -> movedBy.addTo(entry.getKey(), entry.getDoubleValue()));
    movedByOthers += other.movedByOthers;
    others += other.others;
    forEachMoments(other, Moments::add);
    bound();
  }

  private void bound() {
    if (movedBy.size() <= MOST_USERS) {
      return;
    }
    double[] sorted = movedBy.values().toDoubleArray();
    Arrays.sort(sorted);
    double least = sorted[sorted.length / 2];
    movedBy
        .values()
        .removeIf(
            by -> {
              boolean little = by < least;
              movedByOthers += little ? by : 0;
              others += little ? 1 : 0;
              return little;
            });
  }

  /// Returns whether nothing was counted.
  public boolean isEmpty() {
    return shown.isEmpty() && closure.n() == 0 && likeness.n() == 0 && probeSquares.n() == 0;
  }

  /// Returns how often each item was shown that was shown at all.
  public Map<String, Long> shown() {
    return Collections.unmodifiableMap(shown);
  }

  double[] shownCounts() {
    double[] counts = new double[shown.size()];
    int at = 0;
    for (long times : shown.values()) {
      counts[at++] = times;
    }
    return counts;
  }

  /// Returns who moved items and how far, those kept as a sum left out.
  public Map<String, Double> movedBy() {
    return Collections.unmodifiableMap(movedBy);
  }

  /// Returns how far each user moved items; of those kept as a sum, all the same.
  double[] movements() {
    double[] movements = new double[movedBy.size() + (int) others];
    Arrays.fill(movements, others == 0 ? 0 : movedByOthers / others);
    int at = 0;
    for (double by : movedBy.values()) {
      movements[at++] = by;
    }
    return movements;
  }

  Moments popularity() {
    return popularity;
  }

  Moments shownPopularity(int group) {
    return shownPopularity[group];
  }

  Moments ownPopularity(int group) {
    return ownPopularity[group];
  }

  Moments miscalibration() {
    return miscalibration;
  }

  Moments likeness() {
    return likeness;
  }

  Moments tasteShift() {
    return tasteShift;
  }

  Moments probeSquares() {
    return probeSquares;
  }

  Moments closure() {
    return closure;
  }

  Moments userMoves() {
    return userMoves;
  }

  Moments itemMoves() {
    return itemMoves;
  }

  /// Returns the absolute errors of the predictions.
  public Moments error() {
    return error;
  }

  private void forEachMoments(ArmCounts other, BiConsumer<Moments, Moments> visitor) {
    List<Moments> mine = all();
    List<Moments> others = other.all();
    for (int i = 0; i < mine.size(); i++) {
      visitor.accept(mine.get(i), others.get(i));
    }
  }

  /// All of them, in the order in which they are written.
  private List<Moments> all() {
    List<Moments> all =
        new ArrayList<>(
            List.of(
                popularity,
                miscalibration,
                likeness,
                tasteShift,
                probeSquares,
                closure,
                userMoves,
                itemMoves,
                error));
    all.addAll(List.of(shownPopularity));
    all.addAll(List.of(ownPopularity));
    return all;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(shown.size());
    for (Object2LongMap.Entry<String> item : shown.object2LongEntrySet()) {
      out.writeUTF(item.getKey());
      out.writeLong(item.getLongValue());
    }
    out.writeInt(movedBy.size());
    for (Object2DoubleMap.Entry<String> user : movedBy.object2DoubleEntrySet()) {
      out.writeUTF(user.getKey());
      out.writeDouble(user.getDoubleValue());
    }
    out.writeDouble(movedByOthers);
    out.writeLong(others);
    for (Moments moments : all()) {
      moments.write(out);
    }
  }

  /// Adds what was written.
  void read(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      shown.addTo(in.readUTF(), in.readLong());
    }
    for (int left = in.readInt(); left > 0; left--) {
      movedBy.addTo(in.readUTF(), in.readDouble());
    }
    movedByOthers += in.readDouble();
    others += in.readLong();
    for (Moments moments : all()) {
      moments.read(in);
    }
    bound();
  }

  /// Returns about how many bytes of heap the counts take.
  long sizeInBytes() {
    return 2_000 + 90L * (shown.size() + movedBy.size());
  }
}
