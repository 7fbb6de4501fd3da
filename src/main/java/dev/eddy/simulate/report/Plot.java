package dev.eddy.simulate.report;

import dev.eddy.drift.State;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One value over the rounds, as SVG: the treated as a line, the control group as a dashed one,
/// alarms as marks, the onset as a vertical line.
final class Plot {

  private static final int WIDTH = 360;
  private static final int HEIGHT = 130;
  private static final int LEFT = 52;
  private static final int RIGHT = 8;
  private static final int TOP = 8;
  private static final int BOTTOM = 20;
  private static final double MARK = 3.5;

  private final List<Point> points;
  private final int rounds;
  private final int onset;
  private final double least;
  private final double most;

  /// One round.
  ///
  /// @param treated the value; not a number where there is none
  /// @param control that of the control group
  private record Point(int round, double treated, double control, boolean isAlarm) {}

  /// Plots what a monitor said.
  ///
  /// @param told in order
  static Plot of(List<LoopRun.Told> told, LoopSettings settings) {
    return new Plot(
        told.stream()
            .map(
                one ->
                    new Point(
                        one.window(),
                        one.signal().treated(),
                        one.signal().control(),
                        one.signal().state() == State.ALARM))
            .toList(),
        settings);
  }

  /// Plots a value of those whose lists the model chooses.
  ///
  /// @param values one a round
  static Plot of(double[] values, LoopSettings settings) {
    return new Plot(
        IntStream.range(0, values.length)
            .mapToObj(round -> new Point(round, values[round], Double.NaN, false))
            .toList(),
        settings);
  }

  private Plot(List<Point> points, LoopSettings settings) {
    this.points = points;
    rounds = settings.rounds();
    onset = settings.onset();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      for (double value : new double[] {point.treated, point.control}) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    least = low <= high ? low : 0;
    most = high > least ? high : least + 1;
  }

  /// Returns the picture.
  ///
  /// @param label what it shows, for those who cannot see it; escaped already
  String svg(String label) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, label));
    double bottom = HEIGHT - (double) BOTTOM;
    svg.append(line("axis", LEFT, bottom, WIDTH - (double) RIGHT, bottom));
    svg.append(line("onset", x(onset), TOP, x(onset), bottom));
    svg.append(text("end", LEFT - 4.0, y(most) + 4, number(most)));
    svg.append(text("end", LEFT - 4.0, y(least) + 4, number(least)));
    svg.append(text("middle", x(onset), HEIGHT - 6.0, "round " + onset));
    svg.append(text("end", WIDTH - (double) RIGHT, HEIGHT - 6.0, Integer.toString(rounds - 1)));
    svg.append(path("control", Point::control));
    svg.append(path("treated", Point::treated));
    for (Point point : points) {
      if (point.isAlarm && Double.isFinite(point.treated)) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"alarm\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                x(point.round),
                y(point.treated),
                MARK));
      }
    }
    return svg.append("</svg>").toString();
  }

  private String path(String kind, ToDoubleFunction<Point> value) {
    StringBuilder path = new StringBuilder();
    boolean isDown = false;
    for (Point point : points) {
      double at = value.applyAsDouble(point);
      if (Double.isFinite(at)) {
        path.append(
            String.format(Locale.ROOT, "%s%.1f %.1f ", isDown ? "L" : "M", x(point.round), y(at)));
      }
      isDown = Double.isFinite(at);
    }
    return path.isEmpty()
        ? ""
        : "<path class=\"%s\" d=\"%s\"/>".formatted(kind, path.toString().strip());
  }

  private double x(int round) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (double) round / Math.max(1, rounds - 1);
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - least) / (most - least));
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        kind,
        x1,
        y1,
        x2,
        y2);
  }

  private static String text(String anchor, double x, double y, String text) {
    return String.format(
        Locale.ROOT,
        "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        anchor,
        x,
        y,
        text);
  }

  /// Returns a number with three digits that count.
  static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "–";
  }
}
