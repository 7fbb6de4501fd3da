package dev.eddy.lists;

import dev.eddy.factorization.Direction;
import dev.eddy.index.Directions;
import dev.eddy.index.ItemIndex;
import java.util.ArrayList;
import java.util.List;

/// Puts a list in an order in which neighbours are less alike: maximal marginal relevance
/// (Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking").
///
/// Next is always the item for which `(1 − d)·r − d·c` is largest, with `d` the wanted diversity,
/// `r` the item's score brought to 0 to 1 within the pool, and `c` its largest cosine with an
/// item already taken. With `d = 0` the order stays, with `d = 1` scores count for nothing after
/// the first. Where the list is calibrated, too, what [Calibration] weighs takes the place of `r`'s
/// sum: next is the item for which `(1 − λ)·((1 − d)·r − d·c) − λ·KL` is largest.
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
  /// @param calibration null where the mix of genres does not count
  /// @param n how long the list is at most
  static List<Integer> order(
      ItemIndex index,
      int[] numbers,
      float[] scores,
      double diversity,
      Calibration calibration,
      int n) {
    Directions all = index.directions();
    Direction[] directions = new Direction[numbers.length];
    double[] likeness = new double[numbers.length];
    double[] relevance = new double[numbers.length];
    double worst = numbers.length == 0 ? 0 : scores[numbers.length - 1];
    double range = numbers.length == 0 ? 1 : Math.max(1e-9, scores[0] - worst);
    for (int i = 0; i < numbers.length; i++) {
      directions[i] = diversity > 0 ? all.of(numbers[i]) : null;
      relevance[i] = (scores[i] - worst) / range;
    }
    boolean[] taken = new boolean[numbers.length];
    List<Integer> order = new ArrayList<>();
    while (order.size() < Math.min(n, numbers.length)) {
      Calibration mix = order.size() < Calibration.LONGEST ? calibration : null;
      int next = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < numbers.length; i++) {
        if (taken[i]) {
          continue;
        }
        double value = (1 - diversity) * relevance[i] - diversity * likeness[i];
        if (mix != null) {
          value = (1 - mix.weight()) * value - mix.weight() * mix.divergenceWith(numbers[i]);
        }
        if (value > most) {
          most = value;
          next = i;
        }
      }
      taken[next] = true;
      order.add(next);
      if (mix != null) {
        mix.take(numbers[next]);
      }
      if (diversity <= 0) {
        continue;
      }
      for (int i = 0; i < numbers.length; i++) {
        if (directions[i] != null && directions[next] != null) { // else it just left the catalog
          likeness[i] = Math.max(likeness[i], directions[i].cosine(directions[next]));
        }
      }
    }
    return order;
  }
}
