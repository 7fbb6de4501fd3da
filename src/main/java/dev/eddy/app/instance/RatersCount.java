package dev.eddy.app.instance;

import dev.eddy.serve.backend.Raters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts who rated an item, and how. Not safe for use by several threads.
final class RatersCount {

  private static final int FEW = 20;
  private static final int MANY = 100;

  private final Map<Double, Integer> times = new TreeMap<>();
  private final Map<String, Raters.Group> groups = new TreeMap<>();
  private int users;

  /// Counts a user who may have rated it or not.
  void look() {
    users++;
  }

  /// Counts a rating.
  ///
  /// @param ratings how many ratings of the user stand
  /// @param attributes what the owner of accounts says of the user
  void add(double rating, int ratings, Map<String, String> attributes) {
    times.merge(rating, 1, Integer::sum);
    add(activity(ratings), rating);
    attributes.forEach((name, value) -> add(name + " " + value, rating));
  }

  private static String activity(int ratings) {
    if (ratings < FEW) {
      return "fewer than " + FEW + " ratings";
    }
    return ratings < MANY
        ? FEW + " to " + (MANY - 1) + " ratings"
        : "at least " + MANY + " ratings";
  }

  private void add(String group, double rating) {
    groups.merge(
        group,
        new Raters.Group(group, 1, rating),
        (a, b) -> new Raters.Group(group, a.raters() + b.raters(), a.sum() + b.sum()));
  }

  /// Returns what was counted.
  Raters counted() {
    List<Raters.Given> given = new ArrayList<>();
    times.forEach((rating, count) -> given.add(new Raters.Given(rating, count)));
    return new Raters(
        users,
        given,
        groups.values().stream()
            .sorted(Comparator.comparingInt((Raters.Group group) -> -group.raters()))
            .toList());
  }
}
