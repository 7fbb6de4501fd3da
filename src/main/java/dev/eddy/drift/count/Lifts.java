package dev.eddy.drift.count;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The [Lift] of users by how many ratings they have, and by what is said of them. Not safe for
/// use by several threads.
public final class Lifts {

  /// Of attributes so many values are told apart, the first in the order of the alphabet.
  public static final int MOST_ATTRIBUTES = 64;

  private final SortedMap<Integer, Lift> byActivity = new TreeMap<>();
  private final SortedMap<String, Lift> byAttribute = new TreeMap<>();

  /// Counts a list.
  ///
  /// @param ratings how many of its user stand
  /// @param attributes what is said of its user, each as `name=value`
  public void add(
      int ratings,
      Collection<String> attributes,
      double popularityOfList,
      double popularityOfHistory) {
    lift(Activity.group(ratings)).add(popularityOfList, popularityOfHistory);
    for (String attribute : attributes) {
      lift(attribute).add(popularityOfList, popularityOfHistory);
    }
    bound();
  }

  private Lift lift(int group) {
    return byActivity.computeIfAbsent(group, any -> new Lift());
  }

  private Lift lift(String attribute) {
    return byAttribute.computeIfAbsent(attribute, any -> new Lift());
  }

  private void bound() {
    while (byAttribute.size() > MOST_ATTRIBUTES) {
      byAttribute.remove(byAttribute.lastKey());
    }
  }

  public void add(Lifts other) {
    other.byActivity.forEach((group, lift) -> lift(group).add(lift));
    other.byAttribute.forEach((attribute, lift) -> lift(attribute).add(lift));
    bound();
  }

  /// Returns the lift of each tenth of the users by activity that saw lists, by the fewest ratings
  /// of those who did.
  public SortedMap<Integer, Double> byTenth(Activity activity) {
    SortedMap<Integer, Integer> fewest = new TreeMap<>();
    SortedMap<Integer, Lift> tenths = new TreeMap<>();
    byActivity.forEach(
        (group, lift) -> {
          if (!Double.isFinite(lift.value())) {
            return;
          }
          int tenth = activity.tenth(group);
          fewest.putIfAbsent(tenth, Activity.fewest(group));
          tenths.computeIfAbsent(tenth, any -> new Lift()).add(lift);
        });
    SortedMap<Integer, Double> values = new TreeMap<>();
    tenths.forEach((tenth, lift) -> putFinite(values, fewest.get(tenth), lift));
    return values;
  }

  /// Returns the lift of the users of each value of an attribute.
  public SortedMap<String, Double> byAttribute() {
    SortedMap<String, Double> values = new TreeMap<>();
    byAttribute.forEach((attribute, lift) -> putFinite(values, attribute, lift));
    return values;
  }

  private static <K> void putFinite(Map<K, Double> values, K key, Lift lift) {
    if (Double.isFinite(lift.value())) {
      values.put(key, lift.value());
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(byActivity.size());
    for (Map.Entry<Integer, Lift> entry : byActivity.entrySet()) {
      out.writeInt(entry.getKey());
      entry.getValue().write(out);
    }
    out.writeInt(byAttribute.size());
    for (Map.Entry<String, Lift> entry : byAttribute.entrySet()) {
      out.writeUTF(entry.getKey());
      entry.getValue().write(out);
    }
  }

  /// Adds what was written.
  void read(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      lift(in.readInt()).read(in);
    }
    for (int left = in.readInt(); left > 0; left--) {
      lift(in.readUTF()).read(in);
    }
    bound();
  }

  /// Returns about how many bytes of heap it takes.
  long sizeInBytes() {
    return 200L * (byActivity.size() + byAttribute.size());
  }
}
