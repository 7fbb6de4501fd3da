package dev.eddy.simulate.report;

import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.event.CatalogItem;
import dev.eddy.lists.BrakeChange;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.LoopSummary;
import dev.eddy.simulate.loop.MostShown;
import dev.eddy.simulate.loop.Round;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The page of one simulated loop: every monitor over the rounds, what was shown most before and
/// after, and what it came to. It needs nothing but itself, follows the light or dark mode of the
/// reader, and prints on white.
public final class LoopPage {

  private static final int MOST_SHOWN = 10;
  private static final String STYLE = "/dev/eddy/simulate/report/loop-page.css";

  private final LoopRun run;
  private final LoopSummary summary;

  /// Creates the page of a run.
  public LoopPage(LoopRun run) {
    this.run = run;
    summary = LoopSummary.of(run);
  }

  /// Writes the page.
  ///
  /// @throws IOException if the file cannot be written
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }

  /// Returns the page.
  public String html() {
    LoopSettings settings = run.settings();
    String title = "Simulated loop: " + settings.scenario().label();
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append("<title>").append(escaped(title)).append("</title>\n");
    page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
    page.append("<h1>").append(escaped(title)).append("</h1>\n");
    page.append("<p>").append(escaped(setting(settings))).append("</p>\n");
    page.append(facts());
    page.append(steps());
    page.append("<h2>What ordinary people are shown</h2>\n<div class=\"plots\">\n");
    page.append(shown());
    page.append("</div>\n");
    page.append("<h2>The monitors</h2>\n");
    page.append(
        "<p class=\"key\"><span class=\"treated\">treated</span> <span class=\"control\">control"
            + " group</span> <span class=\"alarm\">alarm</span>; the vertical line is the round"
            + " from which on the scenario is itself</p>\n<div class=\"plots\">\n");
    Map<String, List<LoopRun.Told>> byMonitor = run.byMonitor();
    for (Monitor monitor : Monitors.all()) {
      page.append(figure(monitor.name(), monitor.unit(), monitor.meaning(), byMonitor, settings));
    }
    page.append("</div>\n<h2>Shown most</h2>\n").append(mostShown());
    return page.append("</body>\n</html>\n").toString();
  }

  private static String setting(LoopSettings settings) {
    String brakes =
        settings.brakes().values().entrySet().stream()
            .map(brake -> brake.getKey().label() + " " + brake.getValue())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d rounds, the scenario from round %d on. %,d people, %,d items, loop %s, control group"
            + " %.0f %%, seed %d. Brakes: %s. Governor: %s.",
        settings.rounds(),
        settings.onset(),
        settings.users(),
        settings.items(),
        settings.closed() ? "on" : "off",
        100 * settings.controlShare(),
        settings.seed(),
        brakes.isEmpty() ? "none" : brakes,
        settings.brakes().governor().mode().label());
  }

  private String facts() {
    StringBuilder table = new StringBuilder("<table>\n");
    table.append("<tr><th></th><th>before</th><th>at the end</th></tr>\n");
    table.append(row("exposure Gini", summary.giniBefore(), summary.giniAfter()));
    table.append(
        row("share of " + run.kind() + " in lists", summary.kindBefore(), summary.kindAfter()));
    if (run.target() >= 0) {
      String target = run.items().get(run.target()).title();
      table.append(row("share of " + target, summary.targetBefore(), summary.targetAfter()));
    }
    table.append(row("error of predictions (RMSE), since", Double.NaN, summary.rmse()));
    table.append(row("looks that end in a choice, since", Double.NaN, summary.choiceHit()));
    return table.append("</table>\n").toString();
  }

  private static String row(String name, double before, double after) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n"
        .formatted(escaped(name), Plot.number(before), Plot.number(after));
  }

  private String steps() {
    if (run.steps().isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("<h2>The governor</h2>\n<table>\n");
    table.append(
        "<tr><th>round</th><th></th><th>brake</th><th>from</th><th>to</th><th>why</th></tr>\n");
    for (LoopRun.Step step : run.steps()) {
      BrakeChange change = step.change();
      table.append(
          "<tr><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  step.round(),
                  change.kind().label(),
                  change.brake(),
                  Plot.number(change.from()),
                  Plot.number(change.to()),
                  escaped(change.reason())));
    }
    return table.append("</table>\n").toString();
  }

  private String shown() {
    StringBuilder figures = new StringBuilder();
    figures.append(
        figure(
            "share of " + run.kind(),
            "share of exposure",
            "Items of the genre that enthusiasts are after.",
            Plot.of(run.share(run::isOfKind), run.settings())));
    if (run.target() >= 0) {
      figures.append(
          figure(
              "share of " + run.items().get(run.target()).title(),
              "share of exposure",
              "The item that the campaign is about.",
              Plot.of(run.share(item -> item == run.target()), run.settings())));
    }
    return figures
        .append(
            figure(
                "Gini coefficient",
                "0 to 1",
                "How unevenly items are shown.",
                Plot.of(run.gini(), run.settings())))
        .toString();
  }

  private static String figure(
      String name,
      String unit,
      String meaning,
      Map<String, List<LoopRun.Told>> byMonitor,
      LoopSettings settings) {
    List<LoopRun.Told> told = byMonitor.getOrDefault(name, List.of());
    return figure(name, unit, meaning, Plot.of(told, settings));
  }

  private static String figure(String name, String unit, String meaning, Plot plot) {
    String label = escaped(name + " over the rounds: " + meaning);
    return "<figure>%s<figcaption><b>%s</b> (%s). %s</figcaption></figure>\n"
        .formatted(plot.svg(label), escaped(name), escaped(unit), escaped(meaning));
  }

  private String mostShown() {
    List<Round> rounds = run.rounds();
    int onset = run.settings().onset();
    List<Round> before = rounds.subList(onset - LoopSummary.SPAN, onset);
    List<Round> after = rounds.subList(rounds.size() - LoopSummary.SPAN, rounds.size());
    StringBuilder table = new StringBuilder("<table>\n");
    table.append("<tr><th></th><th>before</th><th></th><th>at the end</th><th></th></tr>\n");
    List<Integer> first = MostShown.of(before, MOST_SHOWN);
    List<Integer> last = MostShown.of(after, MOST_SHOWN);
    for (int place = 0; place < first.size(); place++) {
      table.append(
          "<tr><td>%d</td>%s%s</tr>\n"
              .formatted(
                  place + 1, cells(first.get(place), before), cells(last.get(place), after)));
    }
    return table.append("</table>\n").toString();
  }

  private String cells(int item, List<Round> rounds) {
    CatalogItem entry = run.items().get(item);
    double all = rounds.stream().mapToLong(Round::exposures).sum();
    double share = MostShown.sums(rounds)[item] / Math.max(1, all);
    return String.format(
        Locale.ROOT,
        "<td>%s <small>%s</small></td><td>%.1f %%</td>",
        escaped(entry.title()),
        escaped(String.join(", ", entry.genres())),
        100 * share);
  }

  /// Returns text that is no markup.
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String style() {
    try (InputStream in = LoopPage.class.getResourceAsStream(STYLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STYLE + " of the program", e);
    }
  }
}
