package dev.eddy.choice;

import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// All items by their bias at one moment, highest first; of equal ones the lower number first. A
/// list is a look at the first of them and at the neighbours. Immutable; safe for use by several
/// threads.
public final class BiasOrder {

  private final int[] numbers;

  /// By number; not a number where there is no item.
  private final float[] biases;

  private BiasOrder(int[] numbers, float[] biases) {
    this.numbers = numbers;
    this.biases = biases;
  }

  /// Orders all items.
  ///
  /// @param clock the clock now
  /// @param timeMs the event time now
  public static BiasOrder of(ChoiceRows rows, ChoiceScorer scorer, double clock, long timeMs) {
    int size = rows.size();
    int[] numbers = new int[size];
    int highest = -1;
    for (int place = 0; place < size; place++) {
      numbers[place] = rows.numberAt(place);
      highest = Math.max(highest, numbers[place]);
    }
    float[] biases = new float[highest + 1];
    Arrays.fill(biases, Float.NaN);
    for (int number : numbers) {
      ChoiceItem item = rows.item(number);
      if (item != null) {
        biases[number] = scorer.bias(item, clock, timeMs);
      }
    }
    IntArrays.quickSort(
        numbers,
        (a, b) -> {
          int byBias = Float.compare(known(biases[b]), known(biases[a]));
          return byBias != 0 ? byBias : Integer.compare(a, b);
        });
    return new BiasOrder(numbers, biases);
  }

  private static float known(float bias) {
    return Float.isNaN(bias) ? Float.NEGATIVE_INFINITY : bias;
  }

  /// Returns how many items there are.
  public int size() {
    return numbers.length;
  }

  /// Returns the number of the item in a place, from the highest bias on.
  public int number(int place) {
    return numbers[place];
  }

  /// Returns the bias of an item, not a number where there is none.
  public float bias(int number) {
    return number < biases.length ? biases[number] : Float.NaN;
  }

  /// Offers the items whose scores are highest, exactly.
  ///
  /// @param near the neighbours of a user's history
  /// @param scorer the one that this order is of
  /// @param excluded items that are not to be listed
  public void offer(Neighbourhood near, ChoiceScorer scorer, IntPredicate excluded, TopN best) {
    for (int place = 0; place < near.size(); place++) {
      int number = near.number(place);
      if (!excluded.test(number)) {
        best.offer(number, bias(number) + scorer.part(near, place));
      }
    }
    for (int number : numbers) {
      if (biases[number] < best.threshold()) {
        return;
      }
      if (near.find(number) < 0 && !excluded.test(number)) {
        best.offer(number, biases[number]);
      }
    }
  }
}
