package dev.eddy.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Tells when the mean of a stream has risen (Page 1954, "Continuous inspection schemes"; Hinkley
/// 1971): it sums how far values are above the mean so far, less what is tolerated, and alarms
/// when that sum has risen by more than a threshold from its lowest point. Not safe for use by
/// several threads.
public final class PageHinkley {

  private static final int FEWEST = 30;

  private final double tolerance;
  private final double threshold;
  private long n;
  private double mean;
  private double sum;
  private double lowest;

  /// Creates a detector that has seen nothing.
  ///
  /// @param tolerance a rise of the mean by less than this is no change
  /// @param threshold how far the sum must rise; the larger, the later and the surer
  public PageHinkley(double tolerance, double threshold) {
    this.tolerance = tolerance;
    this.threshold = threshold;
  }

  /// Takes over a value; returns whether the mean has risen, upon which it begins anew.
  public boolean add(double value) {
    n++;
    mean += (value - mean) / n;
    sum += value - mean - tolerance;
    lowest = Math.min(lowest, sum);
    if (n >= FEWEST && sum - lowest > threshold) {
      reset();
      return true;
    }
    return false;
  }

  private void reset() {
    n = 0;
    mean = 0;
    sum = 0;
    lowest = 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(n);
    out.writeDouble(mean);
    out.writeDouble(sum);
    out.writeDouble(lowest);
  }

  void read(DataInput in) throws IOException {
    n = in.readLong();
    mean = in.readDouble();
    sum = in.readDouble();
    lowest = in.readDouble();
  }
}
