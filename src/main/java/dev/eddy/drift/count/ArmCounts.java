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

  private final RunningMean miscalibration = new RunningMean();
  private final RunningMean closure = new RunningMean();
  private final RunningMean error = new RunningMean();
  private long lists;

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
    lists++;
    if (Double.isFinite(popularityOfHistory)) {
      lifts.add(userRatings, userAttributes, popularityOfList, popularityOfHistory);
    }
  }

  /// Returns how many lists were shown.
  public long lists() {
    return lists;
  }

  /// Counts how far a list is from the user's history, by genres; see [Distribution#divergence].
  public void miscalibrated(double divergence) {
    miscalibration.add(divergence);
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
    lists += other.lists;
    List<RunningMean> mine = all();
    List<RunningMean> others = other.all();
    for (int i = 0; i < mine.size(); i++) {
      mine.get(i).add(others.get(i));
    }
  }

  /// Returns whether nothing was counted.
  public boolean isEmpty() {
    return shown.isEmpty() && closure.n() == 0 && movements.isEmpty();
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

  public RunningMean miscalibration() {
    return miscalibration;
  }

  public RunningMean closure() {
    return closure;
  }

  /// Returns the absolute errors of the predictions.
  public RunningMean error() {
    return error;
  }

  /// All of them, in the order in which they are written.
  private List<RunningMean> all() {
    return List.of(miscalibration, closure, error);
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
    out.writeLong(lists);
  }

  /// Adds what was written.
  void read(DataInput in) throws IOException {
    readShown(in);
    movements.read(in);
    events.read(in);
    readMoments(in);
    lifts.read(in);
    itemRatings.read(in);
    lists += in.readLong();
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
