package dev.eddy.eval;

import dev.eddy.choice.ChoiceRecommender;
import dev.eddy.choice.LibraryLists;
import dev.eddy.choice.Rank;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Into how many lists new accounts push an item that has one choice of each, rated highest: one
/// that nobody knew, and some of those that were chosen seldom or now and then.
final class PushedItems {

  private static final int TOP = 10;
  private static final long MINUTE_MS = 60_000;

  private final ListEvaluation evaluation;
  private final RatingScale scale;
  private final int accounts;
  private final Collection<String> others;
  private long nowMs;

  /// What was reached: the part of the others' lists of ten that the item came into.
  ///
  /// @param newItem of an item that nobody knew
  /// @param rareItem the most of five items that were chosen once
  /// @param commonItem the most of five that as many chose as there are accounts
  record Reached(double newItem, double rareItem, double commonItem) {}

  /// Prepares the push.
  ///
  /// @param evaluation has run; it learns the pushes, too
  PushedItems(ListEvaluation evaluation, RatingScale scale, int accounts) {
    this.evaluation = evaluation;
    this.scale = scale;
    this.accounts = accounts;
    others = evaluation.wanted().keySet();
    nowMs = evaluation.learned().getLast().timeMs();
  }

  Reached push() {
    return new Reached(
        push("an item that nobody knew"),
        most(chosen(1)),
        most(chosen(accounts)));
  }

  /// Returns five items that were chosen so often, or a little more.
  private List<String> chosen(int times) {
    Map<String, Long> counts =
        evaluation.learned().stream()
            .collect(Collectors.groupingBy(Samples.Sample::itemId, Collectors.counting()));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= times)
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Long> entry) -> entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(5)
        .map(Map.Entry::getKey)
        .toList();
  }

  private double most(List<String> itemIds) {
    return itemIds.stream().mapToDouble(this::push).max().orElse(Double.NaN);
  }

  private double push(String itemId) {
    ChoiceRecommender eddy = evaluation.eddy();
    int number = eddy.byRating().number(itemId);
    double before = share(number);
    for (int account = 0; account < accounts; account++) {
      nowMs += MINUTE_MS;
      var _ =
          eddy.rate("pushes " + itemId + " " + account, itemId, scale.max(), nowMs);
    }
    double gained = share(number) - before;
    System.err.printf("%d new accounts push %s: + %.4f of lists%n", accounts, itemId, gained);
    return gained;
  }

  private double share(int number) {
    LibraryLists lists = evaluation.eddy().lists(Rank.BLEND, nowMs);
    Function<String, int[]> list = userId -> lists.of(userId, TOP);
    long shown =
        others.stream()
            .map(list)
            .filter(items -> Arrays.stream(items).anyMatch(item -> item == number))
            .count();
    return (double) shown / others.size();
  }
}
