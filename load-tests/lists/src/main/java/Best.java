import java.util.Comparator;
import java.util.PriorityQueue;

/// Picks the items with the highest scores.
final class Best {

  private record Scored(int item, double score) {}

  private static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .thenComparing(Scored::item, Comparator.reverseOrder());

  private Best() {}

  /// Returns the items with the highest scores, best first, of two alike the lower number.
  ///
  /// @param scores one an item; those of [Double#NEGATIVE_INFINITY] are left out
  /// @param most how many items at most
  /// @throws IllegalStateException if a score is not a number: the training has diverged
  static int[] of(double[] scores, int most) {
    PriorityQueue<Scored> best = new PriorityQueue<>(WORST_FIRST);
    for (int item = 0; item < scores.length; item++) {
      double score = scores[item];
      if (Double.isNaN(score)) {
        throw new IllegalStateException("the score of item " + item + " is not a number");
      }
      // Of two alike the one met first has the lower number, and stays.
      boolean isFull = best.size() == most;
      if (score > (isFull ? best.element().score() : Double.NEGATIVE_INFINITY)) {
        if (isFull) {
          best.remove();
        }
        best.add(new Scored(item, score));
      }
    }
    int[] items = new int[best.size()];
    for (int place = items.length - 1; place >= 0; place--) {
      items[place] = best.remove().item();
    }
    return items;
  }
}
