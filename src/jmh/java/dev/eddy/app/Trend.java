package dev.eddy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/// Whether a quantity creeps: the slope of the least-squares line through its samples, with the 95 %
/// confidence interval that Student's distribution gives (slope ± t · s / √Σ(x − x̄)², with s² the
/// mean square of what is left over, of n − 2 degrees of freedom).
final class Trend {

  private static final int LEAST_SAMPLES = 3;
  private static final double SECONDS_AN_HOUR = 3_600;

  private final SimpleRegression line = new SimpleRegression();
  private final SummaryStatistics values = new SummaryStatistics();

  void add(double atSeconds, double value) {
    line.addData(atSeconds / SECONDS_AN_HOUR, value);
    values.addValue(value);
  }

  /// Returns whether even the lower end of the interval grows by more than a part of the mean an
  /// hour.
  boolean creeps(double part) {
    return line.getN() >= LEAST_SAMPLES && low() > part * Math.abs(values.getMean());
  }

  private double low() {
    return line.getSlope() - line.getSlopeConfidenceInterval();
  }

  /// Puts the mean, the slope an hour and its interval into a report. Fewer than three samples have
  /// no interval.
  void tell(ObjectNode report) {
    report.put("samples", line.getN());
    report.put("mean", round(values.getMean()));
    report.put("least", round(values.getMin()));
    report.put("most", round(values.getMax()));
    if (line.getN() >= LEAST_SAMPLES) {
      report.put("per_hour", round(line.getSlope()));
      report.put("low", round(low()));
      report.put("high", round(line.getSlope() + line.getSlopeConfidenceInterval()));
    }
  }

  private static double round(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
