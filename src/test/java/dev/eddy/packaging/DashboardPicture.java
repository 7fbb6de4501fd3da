package dev.eddy.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Draws a dashboard about as Grafana would, as SVG: where panels stand, lines, legends, units,
/// annotations. To see whether it reads well, and to find panels that show nothing.
public final class DashboardPicture {

  private static final int COLUMN = 50;
  private static final int ROW = 32;
  private static final int GAP = 4;
  private static final int AXIS = 84;
  private static final int HEAD = 26;
  private static final String[] COLOURS = {
    "#56a64b", "#f2cc0c", "#3274d9", "#ff780a", "#e02f44", "#a352cc", "#37872d", "#8ab8ff",
    "#b877d9", "#c4162a"
  };
  private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

  private final JsonNode dashboard;
  private final Source source;
  private final StringBuilder svg = new StringBuilder();
  private final List<String> emptyPanels = new ArrayList<>();
  private final List<Double> annotations = new ArrayList<>();

  /// Gives the series of an expression, each with a value a second.
  public interface Source {
    JsonNode ask(String expression) throws Exception;
  }

  private record Point(double time, double value) {}

  private record Line(String name, List<Point> points) {

    double last() {
      return points.getLast().value;
    }
  }

  public DashboardPicture(JsonNode dashboard, Source source) {
    this.dashboard = dashboard;
    this.source = source;
  }

  /// Returns the titles of panels without a single number, once it is drawn.
  public List<String> emptyPanels() {
    return emptyPanels;
  }

  public String draw() throws Exception {
    for (JsonNode annotation : dashboard.at("/annotations/list")) {
      for (Line line : lines(annotation.at("/target/expr").asText(), "")) {
        annotations.add(line.points.getFirst().time);
      }
    }
    int height = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      JsonNode at = panel.get("gridPos");
      height = Math.max(height, (at.get("y").asInt() + at.get("h").asInt()) * ROW);
      draw(
          panel,
          at.get("x").asInt() * COLUMN,
          at.get("y").asInt() * ROW,
          at.get("w").asInt() * COLUMN - GAP,
          at.get("h").asInt() * ROW - GAP);
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
    <rect width="100%%" height="100%%" fill="#111217"/>
    %s</svg>
    """
        .formatted(24 * COLUMN, height, svg);
  }

  private List<Line> lines(String expression, String legend) throws Exception {
    List<Line> lines = new ArrayList<>();
    for (JsonNode series : source.ask(expression)) {
      List<Point> points = new ArrayList<>();
      for (JsonNode value : series.get("values")) {
        double number = Double.parseDouble(value.get(1).asText().replace("Inf", "Infinity"));
        if (Double.isFinite(number)) {
          points.add(new Point(value.get(0).asDouble(), number));
        }
      }
      if (!points.isEmpty()) {
        Matcher label = LABEL.matcher(legend);
        lines.add(
            new Line(
                label.replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            series.get("metric").path(found.group(1)).asText())),
                points));
      }
    }
    return lines;
  }

  private void draw(JsonNode panel, int x, int y, int w, int h) throws Exception {
    String title = panel.get("title").asText();
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#181b1f\" stroke=\"#2c3235\"/>\n"
            .formatted(x, y, w, h));
    text(x + 8, y + 17, "start", "#d8d9da\" font-weight=\"bold", title);
    List<Line> lines = new ArrayList<>();
    for (JsonNode target : panel.get("targets")) {
      lines.addAll(lines(target.get("expr").asText(), target.path("legendFormat").asText(title)));
    }
    if (lines.isEmpty()) {
      emptyPanels.add(title);
      text(x + w / 2, y + h / 2, "middle", "#8e8e8e", "No data");
      return;
    }
    String unit = panel.at("/fieldConfig/defaults/unit").asText();
    switch (panel.get("type").asText()) {
      case "stat" -> stat(lines, unit, x, y, w, h);
      case "heatmap" -> heatmap(lines, x + AXIS, y + HEAD, w - AXIS - 8, h - HEAD - 8);
      default -> chart(panel, lines, unit, x, y, w, h);
    }
  }

  private void stat(List<Line> lines, String unit, int x, int y, int w, int h) {
    int each = w / lines.size();
    for (int i = 0; i < lines.size(); i++) {
      int middle = x + each * i + each / 2;
      text(
          middle,
          y + h / 2 + 16,
          "middle",
          "#73bf69\" font-size=\"28",
          inUnit(lines.get(i).last(), unit));
      text(middle, y + h - 8, "middle", "#8e8e8e", lines.get(i).name);
    }
  }

  private void heatmap(List<Line> lines, int x, int y, int w, int h) {
    List<Line> rows =
        lines.stream()
            .filter(line -> !line.name.equals("+Inf"))
            .sorted(Comparator.comparingDouble(line -> Double.parseDouble(line.name)))
            .toList();
    double from = first(rows);
    double to = last(rows);
    double most = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int row = 0; row < rows.size(); row++) {
        List<Point> points = rows.get(row).points;
        for (int i = 0; i < points.size(); i++) {
          // Buckets count what is below their bound.
          double below = row == 0 ? 0 : valueAt(rows.get(row - 1), points.get(i).time);
          double count = points.get(i).value - below;
          if (pass == 0) {
            most = Math.max(most, count);
          } else if (count > 0) {
            double high = (double) h / rows.size();
            double left = x + w * (points.get(i).time - from) / (to - from + 1);
            svg.append(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#ff780a\" opacity=\"%.2f\"/>\n"
                    .formatted(
                        left,
                        y + h - high * (row + 1),
                        w / (to - from + 1) + 0.5,
                        high - 1,
                        0.15 + 0.85 * count / most));
          }
        }
        if (pass == 1) {
          text(
              x - 4,
              y + h - (int) (h * (row + 0.2) / rows.size()),
              "end",
              "#8e8e8e",
              inUnit(Double.parseDouble(rows.get(row).name), "s"));
        }
      }
    }
  }

  private static double valueAt(Line line, double time) {
    return line.points.stream()
        .filter(point -> point.time == time)
        .mapToDouble(Point::value)
        .findFirst()
        .orElse(0);
  }

  private void chart(JsonNode panel, List<Line> lines, String unit, int x, int y, int w, int h) {
    int legendRows = Math.min(5, (lines.size() + 2) / 3);
    int top = y + HEAD;
    int bottom = y + h - 14 - 14 * legendRows;
    int left = x + AXIS;
    int right = x + w - 10;
    double low =
        lines.stream()
            .flatMap(l -> l.points.stream())
            .mapToDouble(Point::value)
            .min()
            .orElseThrow();
    double high =
        lines.stream()
            .flatMap(l -> l.points.stream())
            .mapToDouble(Point::value)
            .max()
            .orElseThrow();
    JsonNode defaults = panel.at("/fieldConfig/defaults");
    low = Math.min(low, defaults.path("min").asDouble(low));
    low = Math.min(low, defaults.at("/custom/axisSoftMin").asDouble(low));
    high = Math.max(high, defaults.path("max").asDouble(high));
    if (high - low < 1e-9 * Math.max(1, Math.abs(high))) {
      high = low + Math.max(1, Math.abs(low));
    }
    double from = first(lines);
    double to = Math.max(last(lines), from + 1);
    for (int tick = 0; tick <= 4; tick++) {
      int at = bottom - (bottom - top) * tick / 4;
      svg.append(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#2c3235\"/>\n"
              .formatted(left, at, right, at));
      text(left - 4, at + 4, "end", "#8e8e8e", inUnit(low + (high - low) * tick / 4, unit));
    }
    for (double annotation : annotations) {
      double at = left + (right - left) * (annotation - from) / (to - from);
      if (at >= left && at <= right) {
        svg.append(
            "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#e02f44\" stroke-dasharray=\"4 3\"/>\n"
                .formatted(at, top, at, bottom));
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      String colour = COLOURS[i % COLOURS.length];
      StringBuilder path = new StringBuilder();
      for (Point point : lines.get(i).points) {
        path.append(
            "%.1f,%.1f "
                .formatted(
                    left + (right - left) * (point.time - from) / (to - from),
                    bottom - (bottom - top) * (point.value - low) / (high - low)));
      }
      svg.append(
          "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n"
              .formatted(path, colour));
      int column = (w - 16) / 3;
      if (i / 3 < legendRows) {
        text(
            x + 8 + i % 3 * column,
            bottom + 16 + 14 * (i / 3),
            "start",
            colour,
            "— " + lines.get(i).name + ": " + inUnit(lines.get(i).last(), unit));
      }
    }
  }

  private static double first(List<Line> lines) {
    return lines.stream().mapToDouble(line -> line.points.getFirst().time).min().orElseThrow();
  }

  private static double last(List<Line> lines) {
    return lines.stream().mapToDouble(line -> line.points.getLast().time).max().orElseThrow();
  }

  private void text(int x, int y, String anchor, String fill, String text) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
            .formatted(x, y, anchor, fill, text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static String inUnit(double value, String unit) {
    return switch (unit) {
      case "percentunit" -> "%.1f %%".formatted(100 * value);
      case "s" ->
          Math.abs(value) >= 1
              ? "%.2f s".formatted(value)
              : Math.abs(value) >= 0.001 || value == 0
                  ? "%.3g ms".formatted(1000 * value)
                  : "%.3g µs".formatted(1e6 * value);
      case "ms" -> "%.3g ms".formatted(value);
      case "bytes" ->
          Math.abs(value) >= 1 << 30
              ? "%.1f GiB".formatted(value / (1 << 30))
              : Math.abs(value) >= 1 << 20
                  ? "%.1f MiB".formatted(value / (1 << 20))
                  : "%.1f KiB".formatted(value / 1024);
      case "ops" -> number(value) + " ops/s";
      case "reqps" -> number(value) + " req/s";
      default -> number(value);
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) || Math.abs(value) >= 100
        ? "%.0f".formatted(value)
        : "%.3f".formatted(value).replaceFirst("0+$", "");
  }
}
