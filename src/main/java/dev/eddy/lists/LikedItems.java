package dev.eddy.lists;

import dev.eddy.factorization.Direction;
import dev.eddy.factorization.user.History;
import dev.eddy.index.Directions;
import dev.eddy.index.ItemIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The items that one user liked best, to tell which of them an item of a list is similar to.
final class LikedItems {

  /// So many liked items are compared; this bounds the cost of a list.
  private static final int MOST = 50;

  private final ChoiceLists choices;
  private final Directions directions;
  private final List<Liked> liked = new ArrayList<>();

  private record Liked(int item, Direction direction) {}

  /// Takes the items that were rated best; of equal ratings the latest.
  LikedItems(ItemIndex index, ChoiceLists choices, List<History.Entry> history) {
    this.choices = choices;
    directions = index.directions();
    double mean =
        history.stream()
            .filter(History.Entry::live)
            .filter(entry -> !Float.isNaN(entry.rating()))
            .mapToDouble(History.Entry::rating)
            .average()
            .orElse(0);
    history.stream()
        .filter(entry -> entry.live() && entry.rating() >= mean)
        .sorted(
            Comparator.comparingDouble(History.Entry::rating)
                .thenComparingLong(History.Entry::timeMs)
                .reversed())
        .limit(MOST)
        .forEach(entry -> add(entry.item()));
  }

  private void add(int item) {
    Direction direction = directions.of(item);
    if (direction != null) { // else it has no row any more
      liked.add(new Liked(item, direction));
    }
  }

  /// Returns the reason for an item: the liked item whose vector points most in its direction.
  Reason reason(int item) {
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
    return closest == null ? Reason.withoutSimilar(choices, item) : Reason.similarTo(closest.item);
  }
}
