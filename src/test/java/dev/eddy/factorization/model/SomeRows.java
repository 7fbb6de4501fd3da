package dev.eddy.factorization.model;

import java.util.random.RandomGenerator;

/// Rows to begin a test with.
public final class SomeRows {

  private SomeRows() {}

  /// Returns the row of a user who has not rated anything.
  public static float[] user(Model model, String userId, float[] shared) {
    float[] row = model.meanUser(shared);
    model.addNoise(userId, row);
    return row;
  }

  /// Makes the vector of a user's or an item's row long, as if much had been learned of it.
  ///
  /// @param deviation of each factor
  /// @return the row
  public static float[] scatter(
      RowLayout layout, float[] row, double deviation, RandomGenerator random) {
    RowLayout.Block vector = vector(layout);
    for (int i = vector.at(); i < vector.at() + vector.size(); i++) {
      row[i] = (float) (deviation * random.nextGaussian());
    }
    return row;
  }

  /// Returns how far the biases and vectors of two rows of users are apart; how sure the rows are
  /// does not matter.
  public static float distance(Model model, float[] a, float[] b) {
    RowLayout.Block vector = vector(model.userLayout());
    double square = Math.pow(a[ModelRows.BIAS] - b[ModelRows.BIAS], 2);
    for (int i = vector.at(); i < vector.at() + vector.size(); i++) {
      square += Math.pow(a[i] - b[i], 2);
    }
    return (float) Math.sqrt(square);
  }

  /// Returns where the vector is in a user's or an item's row.
  public static RowLayout.Block vector(RowLayout layout) {
    return layout.blocks().stream().filter(block -> block.size() > 1).findFirst().orElseThrow();
  }
}
