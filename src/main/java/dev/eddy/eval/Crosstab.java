package dev.eddy.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The ratings matrix of the busiest users and items of a file: its densest corner.
///
/// @param users ids, the busiest first
/// @param items ids, the most rated first
/// @param ratings a row for each user, a column for each item; null where there is none
public record Crosstab(List<String> users, List<String> items, List<List<Double>> ratings) {

  /// Reads a file twice: once to count, once to fill the table. Of two ratings of one item by one
  /// user the later stands.
  ///
  /// @param users how many of the busiest
  /// @param items how many of the most rated
  /// @throws DataFileException if the file cannot be read
  public static Crosstab of(RatingFile file, int users, int items) throws DataFileException {
    Map<String, Integer> byUser = new HashMap<>();
    Map<String, Integer> byItem = new HashMap<>();
    file.read(
        row -> {
          if (row.isComplete()) {
            byUser.merge(row.userId(), 1, Integer::sum);
            byItem.merge(row.itemId(), 1, Integer::sum);
          }
          return true;
        });
    List<String> busiest = most(byUser, users);
    List<String> popular = most(byItem, items);
    Map<String, RatingFile.Row> cells = new HashMap<>();
    Set<String> wantedUsers = new HashSet<>(busiest);
    Set<String> wantedItems = new HashSet<>(popular);
    file.read(
        row -> {
          if (row.isComplete()
              && wantedUsers.contains(row.userId())
              && wantedItems.contains(row.itemId())) {
            cells.merge(cell(row.userId(), row.itemId()), row, Crosstab::later);
          }
          return true;
        });
    List<List<Double>> ratings = new ArrayList<>();
    for (String user : busiest) {
      List<Double> line = new ArrayList<>();
      for (String item : popular) {
        RatingFile.Row row = cells.get(cell(user, item));
        line.add(row == null ? null : row.rating().getAsDouble());
      }
      ratings.add(line);
    }
    return new Crosstab(busiest, popular, ratings);
  }

  private static String cell(String user, String item) {
    return user + "\0" + item;
  }

  private static RatingFile.Row later(RatingFile.Row one, RatingFile.Row other) {
    return other.timestampMs().getAsLong() >= one.timestampMs().getAsLong() ? other : one;
  }

  private static List<String> most(Map<String, Integer> counts, int n) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(n)
        .map(Map.Entry::getKey)
        .toList();
  }
}
