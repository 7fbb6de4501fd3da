package dev.eddy.factorization.item;

import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// The features of one user or item, by the numbers of the rows that say what they add. A feature
/// that is named twice, or two that share a row by their hash, are one with the sum of the
/// values.
///
/// @param numbers of the rows, each once
/// @param values one for each
public record FeatureRows(int[] numbers, float[] values) {

  static final FeatureRows NONE = new FeatureRows(new int[0], new float[0]);

  /// However often a catalog repeats itself, a feature counts at most so much.
  private static final float MAX_VALUE = 2;

  static FeatureRows ofUser(List<Feature> features, ItemRows rows) {
    return of(features, rows, RowKind::userFeature);
  }

  static FeatureRows ofItem(List<Feature> features, ItemRows rows) {
    return of(features, rows, RowKind::itemFeature);
  }

  private static FeatureRows of(List<Feature> features, ItemRows rows, UnaryOperator<String> id) {
    if (features.isEmpty()) {
      return NONE;
    }
    Map<Integer, Float> sums = new LinkedHashMap<>();
    for (Feature feature : features) {
      sums.merge(rows.number(id.apply(feature.name())), feature.value(), Float::sum);
    }
    int[] numbers = new int[sums.size()];
    float[] values = new float[sums.size()];
    int place = 0;
    for (Map.Entry<Integer, Float> sum : sums.entrySet()) {
      numbers[place] = sum.getKey();
      values[place++] = Math.clamp(sum.getValue(), -MAX_VALUE, MAX_VALUE);
    }
    return new FeatureRows(numbers, values);
  }

  boolean isEmpty() {
    return numbers.length == 0;
  }

  /// Returns these and one more, of any value.
  FeatureRows with(int number, float value) {
    int[] moreNumbers = Arrays.copyOf(numbers, numbers.length + 1);
    float[] moreValues = Arrays.copyOf(values, values.length + 1);
    moreNumbers[numbers.length] = number;
    moreValues[values.length] = value;
    return new FeatureRows(moreNumbers, moreValues);
  }

  /// Adds to a row what the features add.
  ///
  /// @param seen gives a numbered row as the caller sees it, or null where there is none
  void addTo(float[] row, RowLayout layout, IntFunction<float[]> seen) {
    for (int f = 0; f < numbers.length; f++) {
      float[] adds = seen.apply(numbers[f]);
      if (adds != null) {
        for (RowLayout.Block block : layout.blocks()) {
          for (int i = block.at(); i < block.at() + block.size(); i++) {
            row[i] += values[f] * adds[i];
          }
        }
      }
    }
  }
}
