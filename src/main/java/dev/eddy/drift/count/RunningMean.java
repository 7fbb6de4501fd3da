package dev.eddy.drift.count;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The mean of something that was seen in several places, and how sure it is. Not safe for use by
/// several threads.
public final class RunningMean {

  private long n;
  private double sum;
  private double squares;

  /// Creates the mean of nothing.
  public RunningMean() {}

  /// Adds a value; what is no number is passed over.
  public void add(double value) {
    if (Double.isFinite(value)) {
      n++;
      sum += value;
      squares += value * value;
    }
  }

  /// Adds what was seen elsewhere.
  public void add(RunningMean other) {
    n += other.n;
    sum += other.sum;
    squares += other.squares;
  }

  /// Returns how many values there are.
  public long n() {
    return n;
  }

  /// Returns their sum.
  public double sum() {
    return sum;
  }

  /// Returns the mean; not a number without values.
  public double mean() {
    return n == 0 ? Double.NaN : sum / n;
  }

  /// Returns the square of the mean's standard error; not a number with fewer than two values.
  public double errorSquare() {
    if (n < 2) {
      return Double.NaN;
    }
    double variance = Math.max(0, squares - sum * sum / n) / (n - 1);
    return variance / n;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(n);
    out.writeDouble(sum);
    out.writeDouble(squares);
  }

  void read(DataInput in) throws IOException {
    n += in.readLong();
    sum += in.readDouble();
    squares += in.readDouble();
  }
}
