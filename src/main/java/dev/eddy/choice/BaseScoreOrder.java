package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceRows;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/// All items by their bias at one moment, highest first; of equal ones the lower number first. A
/// list is a look at the first of them and at the neighbours. Immutable; safe for use by several
/// threads.
public final class BaseScoreOrder {

  private final int[] numbers;

  /// By number; not a number where there is no item.
  private final float[] biases;

  private BaseScoreOrder(int[] numbers, float[] biases) {
    this.numbers = numbers;
    this.biases = biases;
  }

  /// Orders all items.
  ///
  /// @param clock the clock now
  /// @param timeMs the event time now
  public static BaseScoreOrder of(ChoiceRows rows, ChoiceScorer scorer, double clock, long timeMs) {
    int[] numbers = numbers(rows);
    float[] biases = biases(numbers, rows, scorer, clock, timeMs);
    IntArrays.quickSort(
        numbers,
        (a, b) -> {
          int byBias = Float.compare(known(biases[b]), known(biases[a]));
          return byBias != 0 ? byBias : Integer.compare(a, b);
        });
    return new BaseScoreOrder(numbers, biases);
  }

  private static int[] numbers(ChoiceRows rows) {
    int[] numbers = new int[rows.size()];
    for (int place = 0; place < numbers.length; place++) {
      numbers[place] = rows.numberAt(place);
    }
    return numbers;
  }

  /// Returns the biases of all items by number, not a number where there is no item.
  static float[] biases(ChoiceRows rows, ChoiceScorer scorer, double clock, long timeMs) {
    return biases(numbers(rows), rows, scorer, clock, timeMs);
  }

  private static float[] biases(
      int[] numbers, ChoiceRows rows, ChoiceScorer scorer, double clock, long timeMs) {
    int highest = Arrays.stream(numbers).max().orElse(-1);
    float[] biases = new float[highest + 1];
    Arrays.fill(biases, Float.NaN);
    for (int number : numbers) {
      ChoiceCounts item = rows.item(number);
      if (item != null) {
        biases[number] = scorer.bias(item, clock, timeMs);
      }
    }
    return biases;
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
}
