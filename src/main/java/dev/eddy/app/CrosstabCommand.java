package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.eval.Crosstab;
import dev.eddy.eval.DataFileException;
import dev.eddy.event.CatalogItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the ratings matrix of the busiest users and items.
@Command(
    name = "crosstab",
    description = "Prints the ratings matrix of the busiest users and items of a file.",
    mixinStandardHelpOptions = true)
final class CrosstabCommand implements Callable<Integer> {

  private static final int MAX_SIZE = 1_000;
  private static final int CELL_CHARS = 4;

  private enum Format {
    TABLE,
    CSV,
    JSON
  }

  @Mixin private RatingsOption ratings;

  @Mixin private CatalogOption items;

  @Option(
      names = "--rows",
      defaultValue = "15",
      paramLabel = "N",
      description = "How many users. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--columns",
      defaultValue = "15",
      paramLabel = "N",
      description = "How many items. Default: ${DEFAULT-VALUE}.")
  private int columns;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "NAME",
      description = "table, csv or json. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    check("--rows", rows);
    check("--columns", columns);
    try {
      Crosstab table = Crosstab.of(ratings.open(), rows, columns);
      List<String> titles = titles(table);
      switch (format) {
        case TABLE -> printTable(table, titles);
        case CSV -> printCsv(table, titles);
        case JSON -> printJson(table, titles);
      }
    } catch (DataFileException e) {
      throw new UsageException(e.getMessage(), e);
    }
    return 0;
  }

  private static void check(String option, int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw new UsageException(option + " is " + size + ", allowed is 1 to " + MAX_SIZE);
    }
  }

  private List<String> titles(Crosstab table) throws DataFileException {
    Map<String, String> titles = new HashMap<>();
    for (CatalogItem item : items.read(ratings.path())) {
      titles.put(item.itemId(), item.title());
    }
    return table.items().stream().map(id -> titles.getOrDefault(id, id)).toList();
  }

  /// Columns are as wide as a rating, so their titles stand below, by letter.
  private static void printTable(Crosstab table, List<String> titles) {
    int width = table.users().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "user".length());
    StringBuilder out = new StringBuilder(pad("user", width));
    for (int column = 0; column < titles.size(); column++) {
      out.append(padLeft(label(column), CELL_CHARS));
    }
    out.append('\n');
    for (int row = 0; row < table.users().size(); row++) {
      out.append(pad(table.users().get(row), width));
      for (Double rating : table.ratings().get(row)) {
        out.append(padLeft(rating == null ? "·" : number(rating), CELL_CHARS));
      }
      out.append('\n');
    }
    out.append('\n');
    for (int column = 0; column < titles.size(); column++) {
      out.append(padLeft(label(column), CELL_CHARS)).append("  ").append(titles.get(column));
      out.append('\n');
    }
    System.out.print(out);
  }

  private static void printCsv(Crosstab table, List<String> titles) {
    List<String> lines = new ArrayList<>();
    lines.add("user," + titles.stream().map(CrosstabCommand::quoted).collect(joined()));
    for (int row = 0; row < table.users().size(); row++) {
      lines.add(
          quoted(table.users().get(row))
              + ","
              + table.ratings().get(row).stream()
                  .map(rating -> rating == null ? "" : number(rating))
                  .collect(joined()));
    }
    lines.forEach(System.out::println);
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  private static void printJson(Crosstab table, List<String> titles) {
    ObjectNode report = new JsonMapper().createObjectNode();
    ArrayNode columns = report.putArray("items");
    for (int column = 0; column < titles.size(); column++) {
      columns.addObject().put("itemId", table.items().get(column)).put("title", titles.get(column));
    }
    ArrayNode lines = report.putArray("users");
    for (int row = 0; row < table.users().size(); row++) {
      ArrayNode cells = lines.addObject().put("userId", table.users().get(row)).putArray("ratings");
      table.ratings().get(row).forEach(cells::add);
    }
    System.out.println(report);
  }

  /// `A` to `Z`, then `AA`, as in a spreadsheet.
  private static String label(int column) {
    String last = String.valueOf((char) ('A' + column % 26));
    return column < 26 ? last : label(column / 26 - 1) + last;
  }

  private static String number(double rating) {
    return rating == Math.rint(rating) && Math.abs(rating) < 1e9
        ? Long.toString((long) rating)
        : Double.toString(rating);
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }
}
