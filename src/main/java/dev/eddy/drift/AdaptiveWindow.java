package dev.eddy.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Keeps as much of the past of a stream as has one mean, and tells when the older part has
/// another one (ADWIN; Bifet and Gavaldà 2007, "Learning from time-changing data with adaptive
/// windowing").
///
/// Values are kept in buckets of 1, 2, 4 … of them, at most [#ROW] of a size, so memory and time
/// are logarithmic in the length of the window. At each cut between buckets the means before and
/// after are compared; where they differ by more than
///
/// ```
/// ε = √(2/m · σ² · ln(2·ln n / δ)) + 2/(3m) · ln(2·ln n / δ),   1/m = 1/n₀ + 1/n₁
/// ```
///
/// the older part is dropped. `δ` bounds the probability that a stream whose mean does not change
/// is said to have changed. Values should lie within 0 to 1. Not safe for use by several threads.
public final class AdaptiveWindow {

  private static final int ROW = 5;
  private static final int FEWEST = 5;

  private final double delta;
  private final Deque<Bucket> buckets = new ArrayDeque<>(); // the oldest first

  private record Bucket(long n, double sum, double squares) {
    Bucket and(Bucket other) {
      return new Bucket(n + other.n, sum + other.sum, squares + other.squares);
    }
  }

  /// Creates a window over nothing.
  ///
  /// @param delta the confidence, 0 to 1; small is sure
  public AdaptiveWindow(double delta) {
    this.delta = delta;
  }

  /// Takes over a value; returns whether the mean has changed, in which direction ever.
  public boolean add(double value) {
    buckets.addLast(new Bucket(1, value, value * value));
    compress();
    boolean changed = false;
    while (dropOldest()) {
      changed = true;
    }
    return changed;
  }

  /// Merges the two oldest buckets of each size of which there are too many.
  private void compress() {
    List<Bucket> all = new ArrayList<>(buckets);
    for (long size = 1; ; size *= 2) {
      int first = -1;
      int count = 0;
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).n == size) {
          first = first < 0 ? i : first;
          count++;
        }
      }
      if (count <= ROW) {
        break;
      }
      all.set(first, all.get(first).and(all.get(first + 1)));
      all.remove(first + 1);
    }
    buckets.clear();
    buckets.addAll(all);
  }

  /// Drops the oldest bucket if some cut shows two means.
  private boolean dropOldest() {
    Bucket all = total();
    if (all.n < 2 * FEWEST) {
      return false;
    }
    double variance = all.squares / all.n - (all.sum / all.n) * (all.sum / all.n);
    double logs = Math.log(2 * Math.log((double) all.n) / delta);
    Bucket old = new Bucket(0, 0, 0);
    for (Bucket bucket : buckets) {
      old = old.and(bucket);
      long n = all.n - old.n;
      if (old.n >= FEWEST && n >= FEWEST) {
        double inverse = 1.0 / old.n + 1.0 / n;
        double epsilon =
            Math.sqrt(2 * inverse * Math.max(variance, 0) * logs) + 2.0 / 3 * inverse * logs;
        if (Math.abs(old.sum / old.n - (all.sum - old.sum) / n) > epsilon) {
          buckets.removeFirst();
          return true;
        }
      }
    }
    return false;
  }

  private Bucket total() {
    Bucket total = new Bucket(0, 0, 0);
    for (Bucket bucket : buckets) {
      total = total.and(bucket);
    }
    return total;
  }

  /// Returns the mean of the window; not a number while it is empty.
  public double mean() {
    Bucket total = total();
    return total.n == 0 ? Double.NaN : total.sum / total.n;
  }

  /// Returns how many values the window holds.
  public long size() {
    return total().n;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(buckets.size());
    for (Bucket bucket : buckets) {
      out.writeLong(bucket.n);
      out.writeDouble(bucket.sum);
      out.writeDouble(bucket.squares);
    }
  }

  void read(DataInput in) throws IOException {
    buckets.clear();
    for (int left = in.readInt(); left > 0; left--) {
      buckets.addLast(new Bucket(in.readLong(), in.readDouble(), in.readDouble()));
    }
  }
}
