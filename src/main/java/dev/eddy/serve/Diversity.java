package dev.eddy.serve;

import dev.eddy.factorization.Direction;
import dev.eddy.store.Directions;
import dev.eddy.store.ItemIndex;
import java.util.ArrayList;
import java.util.List;

/// Puts a list in an order in which neighbours are less alike: maximal marginal relevance
/// (Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking").
///
/// Next is always the item for which `(1 − d)·r − d·c` is largest, with `d` the wanted diversity,
/// `r` the item's score brought to 0 to 1 within the pool, and `c` its largest cosine with an
/// item already taken. With `d = 0` the order stays, with `d = 1` scores count for nothing after
/// the first.
final class Diversity {

  private Diversity() {}

  /// Returns how many items to choose from for a list.
  static int pool(int n) {
    return Math.clamp(4L * n, 100, 2_000);
  }

  /// Returns the places of a pool in the order of the list.
  ///
  /// @param numbers the pool, best first
  /// @param scores of each
  /// @param n how long the list is at most
  static List<Integer> order(
      ItemIndex index, int[] numbers, float[] scores, double diversity, int n) {
    Directions all = index.directions();
    Direction[] directions = new Direction[numbers.length];
    double[] likeness = new double[numbers.length];
    double[] relevance = new double[numbers.length];
    double worst = numbers.length == 0 ? 0 : scores[numbers.length - 1];
    double range = numbers.length == 0 ? 1 : Math.max(1e-9, scores[0] - worst);
    for (int i = 0; i < numbers.length; i++) {
      directions[i] = all.of(numbers[i]);
      relevance[i] = (scores[i] - worst) / range;
    }
    boolean[] taken = new boolean[numbers.length];
    List<Integer> order = new ArrayList<>();
    while (order.size() < Math.min(n, numbers.length)) {
      int next = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < numbers.length; i++) {
        double value = (1 - diversity) * relevance[i] - diversity * likeness[i];
        if (!taken[i] && value > most) {
          most = value;
          next = i;
        }
      }
      taken[next] = true;
      order.add(next);
      for (int i = 0; i < numbers.length; i++) {
        if (directions[i] != null && directions[next] != null) { // else it just left the catalog
          likeness[i] = Math.max(likeness[i], directions[i].cosine(directions[next]));
        }
      }
    }
    return order;
  }
}
