package dev.eddy.serve.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Who rated an item, and how.
///
/// @param users how many users were looked at
/// @param ratings how often each rating was given, the lowest first
/// @param groups the raters of each group of users, the largest group first; a user may be in
///     several
public record Raters(int users, List<Given> ratings, List<Group> groups) {

  /// Copies the lists.
  public Raters {
    ratings = List.copyOf(ratings);
    groups = List.copyOf(groups);
  }

  /// Nobody was looked at.
  public static final Raters NONE = new Raters(0, List.of(), List.of());

  /// How often a rating was given.
  public record Given(double rating, int times) {}

  /// The raters of a group.
  ///
  /// @param group its name, for people
  /// @param sum of their ratings
  public record Group(String group, int raters, double sum) {}

  /// Returns both together, of different users.
  public Raters and(Raters other) {
    Map<Double, Integer> times = new TreeMap<>();
    Stream.concat(ratings.stream(), other.ratings.stream())
        .forEach(given -> times.merge(given.rating(), given.times(), Integer::sum));
    Map<String, Group> byName = new TreeMap<>();
    Stream.concat(groups.stream(), other.groups.stream())
        .forEach(
            group ->
                byName.merge(
                    group.group(),
                    group,
                    (a, b) -> new Group(a.group(), a.raters() + b.raters(), a.sum() + b.sum())));
    return new Raters(
        users + other.users,
        times.entrySet().stream()
            .map(entry -> new Given(entry.getKey(), entry.getValue()))
            .toList(),
        byName.values().stream()
            .sorted(
                Comparator.comparingInt((Group group) -> -group.raters())
                    .thenComparing(Group::group))
            .toList());
  }
}
