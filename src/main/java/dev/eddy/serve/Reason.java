package dev.eddy.serve;

import dev.eddy.factorization.Direction;
import dev.eddy.factorization.History;
import dev.eddy.store.Directions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Why an item is in a list.
///
/// @param kind `similar` to something of the user's own; `popular` where nothing is and many chose
///     it, or popularity was wanted; `rating` where the user is merely expected to like it;
///     `random` where chance was wanted
/// @param itemId the liked item; absent for other kinds
/// @param title its title; absent for other kinds
record Reason(String kind, String itemId, String title) {

  /// Returns the reason for an item where nothing of the user's own is one.
  static Reason ofNothing(Backend backend, int item) {
    return new Reason(backend.choices().isPopular(item) ? "popular" : "rating", null, null);
  }

  /// So many liked items are compared; bounds the cost of a list.
  private static final int MAX_LIKED = 50;

  /// A liked item of the user.
  private record Liked(String itemId, Direction direction) {}

  /// Finds reasons for the items of one user's list.
  static final class Finder {
    private final Backend backend;
    private final Directions directions;
    private final List<Liked> liked;

    Finder(Backend backend, List<History.Entry> history) {
      this.backend = backend;
      directions = backend.index().directions();
      liked = liked(history);
    }

    /// Takes the best rated, of equal ratings the latest.
    private List<Liked> liked(List<History.Entry> history) {
      double mean =
          history.stream()
              .filter(History.Entry::live)
              .filter(entry -> !Float.isNaN(entry.rating()))
              .mapToDouble(History.Entry::rating)
              .average()
              .orElse(0);
      List<Liked> liked = new ArrayList<>();
      history.stream()
          .filter(entry -> entry.live() && entry.rating() >= mean)
          .sorted(
              Comparator.comparingDouble(History.Entry::rating)
                  .thenComparingLong(History.Entry::timeMs)
                  .reversed())
          .limit(MAX_LIKED)
          .forEach(
              entry -> {
                Direction direction = directions.of(entry.item());
                if (direction != null) {
                  liked.add(new Liked(backend.index().id(entry.item()), direction));
                }
              });
      return liked;
    }

    /// Returns the reason for an item.
    Reason of(int item) {
      Direction direction = directions.of(item);
      Liked closest = null;
      float most = 0;
      for (Liked candidate : direction == null ? List.<Liked>of() : liked) {
        float cosine = direction.cosine(candidate.direction);
        if (cosine > most) {
          most = cosine;
          closest = candidate;
        }
      }
      return closest == null
          ? ofNothing(backend, item)
          : new Reason("similar", closest.itemId, backend.item(closest.itemId).title());
    }
  }
}
