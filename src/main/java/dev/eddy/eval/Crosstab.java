package dev.eddy.eval;

import dev.eddy.event.Rating;
import dev.eddy.table.DataFileException;
import dev.eddy.table.NoRatingsException;
import dev.eddy.table.Tally;
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
  /// @throws DataFileException if the file cannot be read; [NoRatingsException] if no row is a
  ///     rating
  public static Crosstab of(RatingFile file, int users, int items) throws DataFileException {
    Tally tally = new Tally();
    Map<String, Integer> byUser = new HashMap<>();
    Map<String, Integer> byItem = new HashMap<>();
    file.read(
        RatingScale.WIDEST.rules(),
        row -> {
          tally.add(row);
          if (row.event() instanceof Rating rating) {
            byUser.merge(rating.userId(), 1, Integer::sum);
            byItem.merge(rating.itemId(), 1, Integer::sum);
          }
          return true;
        });
    if (tally.valid() == 0) {
      throw new NoRatingsException(file.path(), tally);
    }
    List<String> busiest = most(byUser, users);
    List<String> popular = most(byItem, items);
    Map<String, Rating> cells = new HashMap<>();
    Set<String> wantedUsers = new HashSet<>(busiest);
    Set<String> wantedItems = new HashSet<>(popular);
    file.read(
        RatingScale.WIDEST.rules(),
        row -> {
          if (row.event() instanceof Rating rating
              && wantedUsers.contains(rating.userId())
              && wantedItems.contains(rating.itemId())) {
            cells.merge(cell(rating.userId(), rating.itemId()), rating, Crosstab::later);
          }
          return true;
        });
    List<List<Double>> ratings = new ArrayList<>();
    for (String user : busiest) {
      List<Double> line = new ArrayList<>();
      for (String item : popular) {
        Rating rating = cells.get(cell(user, item));
        line.add(rating == null ? null : rating.rating().getAsDouble());
      }
      ratings.add(line);
    }
    return new Crosstab(busiest, popular, ratings);
  }

  private static String cell(String user, String item) {
    return user + "\0" + item;
  }

  private static Rating later(Rating one, Rating other) {
    return other.timestampMs() >= one.timestampMs() ? other : one;
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
