package dev.eddy.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.Crosstab;
import dev.eddy.eval.RatingFile;
import dev.eddy.event.CatalogItem;
import dev.eddy.serve.users.CrosstabText;
import dev.eddy.table.DataFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the ratings matrix of the busiest users and items.
@Command(
    name = "crosstab",
    description =
        "Prints the ratings of a file's most active users and most rated items as a matrix.",
    mixinStandardHelpOptions = true)
public final class CrosstabCommand implements Callable<Integer> {

  private static final int MAX_SIZE = 1_000;

  private enum Format {
    TABLE,
    CSV,
    JSON
  }

  @Mixin private RatingsOption ratings;

  @Mixin private CatalogOption items;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "Separator between columns of the file. Default: detected.")
  private String separator;

  @Option(
      names = "--file-columns",
      paramLabel = "NAMES",
      description =
          "Which column of the file is which. Same format as --columns of other commands.")
  private String fileColumns;

  @Option(
      names = "--rows",
      defaultValue = "15",
      paramLabel = "N",
      description = "Number of users. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--columns",
      defaultValue = "15",
      paramLabel = "N",
      description = "Number of items. Default: ${DEFAULT-VALUE}.")
  private int columns;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "NAME",
      description = "Output format: table, csv or json. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    check("--rows", rows);
    check("--columns", columns);
    try {
      RatingFile file = ratings.open(TableOption.parse(separator, fileColumns));
      Crosstab table = Crosstab.of(file, rows, columns);
      List<String> titles = titles(file, table);
      switch (format) {
        case TABLE -> System.out.print(text(table, titles).toTable());
        case CSV -> System.out.print(text(table, titles).toCsv());
        case JSON -> printJson(table, titles);
      }
    } catch (DataFileException e) {
      throw DataFailure.of(e);
    }
    return 0;
  }

  private static void check(String option, int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw new UsageException(option + " is " + size + ", but must be between 1 and " + MAX_SIZE);
    }
  }

  private List<String> titles(RatingFile file, Crosstab table) {
    Map<String, String> titles = new HashMap<>();
    for (CatalogItem item : items.read(file)) {
      titles.put(item.itemId(), item.title());
    }
    return table.items().stream().map(id -> titles.getOrDefault(id, id)).toList();
  }

  private static CrosstabText text(Crosstab table, List<String> titles) {
    return new CrosstabText(titles, table.users(), table.ratings());
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
}
