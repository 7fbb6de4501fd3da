package dev.eddy.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Tells when the values of a monitor leave what is usual: a control chart (Shewhart 1931) on the
/// moving baseline of the latest windows that were not beyond it, with hysteresis.
///
/// A value is `z` standard deviations of the baseline above its mean. From `z > 3.5` in two windows
/// running, or `z > 6` in one, it alarms; from `z > 2` it warns. An alarm ends, as *recovered*,
/// once `z < 1` in two windows running, and a quiet window later the state is quiet.
/// While it alarms the baseline stands still, so that what is wrong does not become usual. Of a
/// normal value that does not move, a window is beyond 3.5 by chance with probability 0.00023, and
/// two running with 5e-8; the baseline is uncertain, too. Simulated, 400,000 windows of such a
/// value raised 4 alarms (`DetectorsTest`, which holds it below one in 50,000). Not safe for use
/// by several threads.
public final class ControlChart {

  private static final int BASELINE = 24;
  private static final int FEWEST = 12;
  private static final double WARN = 2;

  /// So many windows running.
  private static final int ENOUGH = 2;

  private static final double ALARM = 3.5;
  private static final double BACK = 1;

  /// So far beyond, one window says enough: somebody is at work.
  static final double AT_ONCE = 6;

  /// A baseline that never moves still allows for this part of its mean.
  private static final double LEAST_DEVIATION = 0.01;

  /// A smaller standard deviation is taken for this one.
  private final double leastDeviation;

  private final Deque<Double> baseline = new ArrayDeque<>();
  private State state = State.QUIET;
  private int beyond;
  private int back;
  private long sinceWindow = -1;

  /// Creates a chart that knows nothing of what is usual.
  ///
  /// @param leastDeviation in the unit of the values; a smaller standard deviation of the baseline
  ///     is taken for this one, since moves of its size are nothing to wake somebody for
  public ControlChart(double leastDeviation) {
    this.leastDeviation = leastDeviation;
  }

  /// Takes over the value of the next window.
  ///
  /// @param window its number
  /// @param value not a number is passed over
  public void add(long window, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    State before = state;
    if (baseline.size() >= FEWEST) {
      double z = (value - mean()) / deviation();
      beyond = z > AT_ONCE ? ENOUGH : z > ALARM ? beyond + 1 : 0;
      back = z < BACK ? back + 1 : 0;
      state = next(z);
    }
    if (state != State.ALARM && beyond == 0) {
      baseline.addLast(value);
      if (baseline.size() > BASELINE) {
        baseline.removeFirst();
      }
    }
    if (state != before || sinceWindow < 0) {
      sinceWindow = window;
    }
  }

  private State next(double z) {
    return switch (state) {
      case ALARM -> back >= ENOUGH ? State.RECOVERED : State.ALARM;
      case RECOVERED, QUIET, WARNING -> {
        if (beyond >= ENOUGH) {
          yield State.ALARM;
        }
        yield z > WARN ? State.WARNING : State.QUIET;
      }
    };
  }

  /// Returns what is said of the latest value.
  public State state() {
    return state;
  }

  /// Returns since which window the state is what it is; -1 before the first.
  public long sinceWindow() {
    return sinceWindow;
  }

  /// Returns the mean of what is usual; not a number while that is not known.
  public double mean() {
    double sum = 0;
    for (double value : baseline) {
      sum += value;
    }
    return baseline.isEmpty() ? Double.NaN : sum / baseline.size();
  }

  private double deviation() {
    double mean = mean();
    double squares = 0;
    for (double value : baseline) {
      squares += (value - mean) * (value - mean);
    }
    return Math.max(
        Math.sqrt(squares / Math.max(1, baseline.size() - 1)),
        Math.max(leastDeviation, LEAST_DEVIATION * Math.max(Math.abs(mean), 1e-9)));
  }

  /// Returns the value from which it alarms; not a number while what is usual is not known.
  public double threshold() {
    return baseline.size() < FEWEST ? Double.NaN : mean() + ALARM * deviation();
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(baseline.size());
    for (double value : baseline) {
      out.writeDouble(value);
    }
    out.writeUTF(state.name());
    out.writeInt(beyond);
    out.writeInt(back);
    out.writeLong(sinceWindow);
  }

  /// @param leastDeviation see [#ControlChart]
  static ControlChart read(DataInput in, double leastDeviation) throws IOException {
    ControlChart chart = new ControlChart(leastDeviation);
    for (int left = in.readInt(); left > 0; left--) {
      chart.baseline.addLast(in.readDouble());
    }
    chart.state = State.valueOf(in.readUTF());
    chart.beyond = in.readInt();
    chart.back = in.readInt();
    chart.sinceWindow = in.readLong();
    return chart;
  }
}
