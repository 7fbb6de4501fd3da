package dev.eddy.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Writes a running score as CSV or, where the name ends in `.svg`, as a picture.
public final class CurveFile {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 320;
  private static final int LEFT = 60;
  private static final int BOTTOM = 40;
  private static final int MARGIN = 16;
  private static final int LINES = 5;

  private CurveFile() {}

  /// Writes a curve.
  public static void write(Path path, List<Evaluation.CurvePoint> curve) throws IOException {
    Files.writeString(path, path.toString().endsWith(".svg") ? svg(curve) : csv(curve));
  }

  private static String csv(List<Evaluation.CurvePoint> curve) {
    StringBuilder csv = new StringBuilder("n,rmse,recent_rmse\n");
    for (Evaluation.CurvePoint point : curve) {
      csv.append(
          String.format(
              Locale.ROOT, "%d,%.5f,%.5f\n", point.n(), point.rmse(), point.recentRmse()));
    }
    return csv.toString();
  }

  private static String svg(List<Evaluation.CurvePoint> curve) {
    double low =
        curve.stream().mapToDouble(p -> Math.min(p.rmse(), p.recentRmse())).min().orElse(0);
    double high =
        curve.stream().mapToDouble(p -> Math.max(p.rmse(), p.recentRmse())).max().orElse(1);
    Frame frame = new Frame(low, Math.max(high, low + 0.01), curve.getLast().n());
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(WIDTH, HEIGHT));
    for (int line = 0; line < LINES; line++) {
      double value = frame.low + (frame.high - frame.low) * line / (LINES - 1);
      double y = frame.y(value);
      svg.append(
          String.format(
              Locale.ROOT,
              """
              <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/>
              <text x="%d" y="%.1f" text-anchor="end" fill="#555">%.3f</text>
              """,
              LEFT,
              WIDTH - MARGIN,
              y,
              y,
              LEFT - 6,
              y + 4,
              value));
    }
    svg.append(frame.line(curve, Evaluation.CurvePoint::recentRmse, "#e0a080", 1));
    svg.append(frame.line(curve, Evaluation.CurvePoint::rmse, "#1c7ca5", 2));
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <text x="%d" y="%d" text-anchor="end" fill="#555">%,d ratings</text>
            <text x="%d" y="%d" fill="#1c7ca5">RMSE of all</text>
            <text x="%d" y="%d" fill="#c06030">RMSE of the last 1,000</text>
            </svg>
            """,
            WIDTH - MARGIN,
            HEIGHT - MARGIN,
            frame.n,
            LEFT,
            HEIGHT - MARGIN,
            LEFT + 120,
            HEIGHT - MARGIN));
    return svg.toString();
  }

  /// From values to places in the picture.
  private record Frame(double low, double high, long n) {

    double x(long at) {
      return LEFT + (double) (WIDTH - MARGIN - LEFT) * at / n;
    }

    double y(double value) {
      return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - MARGIN) * (value - low) / (high - low);
    }

    String line(
        List<Evaluation.CurvePoint> curve,
        ToDoubleFunction<Evaluation.CurvePoint> value,
        String color,
        int width) {
      StringBuilder points = new StringBuilder();
      for (Evaluation.CurvePoint point : curve) {
        points.append(
            String.format(Locale.ROOT, "%.1f,%.1f ", x(point.n()), y(value.applyAsDouble(point))));
      }
      return "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" points=\"%s\"/>\n"
          .formatted(color, width, points.toString().strip());
    }
  }
}
