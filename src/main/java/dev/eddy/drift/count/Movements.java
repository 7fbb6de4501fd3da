package dev.eddy.drift.count;

import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2DoubleOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How far users moved items in one window: how many moved them how far, and who moved them most.
///
/// Users are counted in buckets whose bounds are a twentieth apart, as in DDSketch (Masson et al.
/// 2019), with the exact sum of each bucket. A user who moved items further leaves one bucket for
/// another; so parts add up, in any order, and take the same space for ten users or ten million.
/// Sums are exact but for rounding. The share of the most influential hundredth is exact but for
/// the users of the one bucket that it cuts through, who count as equal: at most a twentieth of
/// their part.
///
/// Whoever moved items most of all is known exactly, provided that all movements of one user are
/// counted in one place (a partition), which tells of the [#LEADERS] that moved items most of
/// those who moved any since it last told: the last word on a leader is always among them.
///
/// Without transactions, or where a user changes the arm or windows their length within a window, a
/// user may leave a bucket that was never entered; such a bucket counts as empty.
///
/// Not safe for use by several threads.
public final class Movements {

  /// So many users are known by name.
  public static final int LEADERS = 20;

  /// Bounds of buckets grow by this factor.
  static final double RATIO = 1.05;

  private static final double LOG_RATIO = Math.log(RATIO);

  private final Int2LongOpenHashMap users = new Int2LongOpenHashMap();
  private final Int2DoubleOpenHashMap sums = new Int2DoubleOpenHashMap();
  private final Object2DoubleOpenHashMap<String> leaders = new Object2DoubleOpenHashMap<>();

  /// Nobody who moved items less can be among the leaders.
  private double leastLeading;

  /// Creates movements of nobody.
  public Movements() {}

  /// Counts that a user has moved items further in this window.
  ///
  /// @param before how far before, in total; 0 for not at all
  /// @param now how far now, not less
  public void moved(String userId, double before, double now) {
    if (!(now > 0)) {
      return;
    }
    if (before > 0) {
      users.addTo(bucket(before), -1);
      sums.addTo(bucket(before), -before);
    }
    users.addTo(bucket(now), 1);
    sums.addTo(bucket(now), now);
    lead(userId, now);
  }

  private static int bucket(double movement) {
    return (int) Math.floor(Math.log(movement) / LOG_RATIO);
  }

  private void lead(String userId, double movement) {
    if (movement >= leastLeading && movement > leaders.getDouble(userId)) {
      leaders.put(userId, movement);
      if (leaders.size() > 2 * LEADERS) {
        keepLeaders();
      }
    }
  }

  private void keepLeaders() {
    List<Map.Entry<String, Double>> kept = leaders();
    leaders.clear();
    kept.forEach(leader -> leaders.put(leader.getKey(), leader.getValue().doubleValue()));
    leastLeading = kept.getLast().getValue();
  }

  /// Adds what was counted elsewhere.
  public void add(Movements other) {
    other
        .users
        .int2LongEntrySet()
        .fastForEach(entry -> users.addTo(entry.getIntKey(), entry.getLongValue()));
    other
        .sums
        .int2DoubleEntrySet()
        .fastForEach(entry -> sums.addTo(entry.getIntKey(), entry.getDoubleValue()));
    other
        .leaders
        .object2DoubleEntrySet()
        .forEach(entry -> lead(entry.getKey(), entry.getDoubleValue()));
  }

  /// Returns whether nothing was counted.
  public boolean isEmpty() {
    return users.isEmpty();
  }

  /// Returns how many users moved items.
  public long users() {
    return users.values().longStream().filter(inBucket -> inBucket > 0).sum();
  }

  /// Returns how far all of them moved items together.
  public double sum() {
    double sum = 0;
    for (Int2LongMap.Entry bucket : users.int2LongEntrySet()) {
      sum += bucket.getLongValue() > 0 ? sums.get(bucket.getIntKey()) : 0;
    }
    return sum;
  }

  /// Returns who moved items most, the most first, and how far; at most [#LEADERS].
  public List<Map.Entry<String, Double>> leaders() {
    Comparator<Map.Entry<String, Double>> furthest =
        Collections.reverseOrder(Map.Entry.comparingByValue());
    return leaders.object2DoubleEntrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getDoubleValue()))
        .sorted(furthest.thenComparing(Map.Entry.comparingByKey()))
        .limit(LEADERS)
        .toList();
  }

  /// Returns which share of all movement the hundredth of users caused who moved items most, at
  /// least one of them; not a number where nothing moved.
  ///
  /// Example: of 200 users, one moved items by 10, one by 5 and the others by 1 each:
  /// `15 / 213 = 0.0704`.
  public double topHundredth() {
    return top(100);
  }

  /// Returns which share of all movement one user in so many caused, those who moved items most, at
  /// least one of them; not a number where nothing moved.
  public double top(int oneIn) {
    long left = Math.max(1, users() / oneIn);
    double of = 0;
    int[] furthestFirst = users.keySet().toIntArray();
    Arrays.sort(furthestFirst);
    for (int at = furthestFirst.length - 1; at >= 0 && left > 0; at--) {
      long inBucket = Math.max(0, users.get(furthestFirst[at]));
      long taken = Math.min(left, inBucket);
      of += inBucket == 0 ? 0 : sums.get(furthestFirst[at]) * taken / inBucket;
      left -= taken;
    }
    double sum = sum();
    return sum > 0 ? of / sum : Double.NaN;
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(users.size());
    for (Int2LongMap.Entry entry : users.int2LongEntrySet()) {
      out.writeInt(entry.getIntKey());
      out.writeLong(entry.getLongValue());
      out.writeDouble(sums.get(entry.getIntKey()));
    }
    List<Map.Entry<String, Double>> named = leaders();
    out.writeInt(named.size());
    for (Map.Entry<String, Double> leader : named) {
      out.writeUTF(leader.getKey());
      out.writeDouble(leader.getValue());
    }
  }

  /// Adds what was written.
  public void read(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      int bucket = in.readInt();
      users.addTo(bucket, in.readLong());
      sums.addTo(bucket, in.readDouble());
    }
    for (int left = in.readInt(); left > 0; left--) {
      lead(in.readUTF(), in.readDouble());
    }
  }

  /// Returns about how many bytes of heap it takes.
  public long sizeInBytes() {
    return 1_000 + 60L * users.size() + 120L * leaders.size();
  }
}
