package dev.eddy.index;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import java.util.ArrayList;
import java.util.List;

/// Items that stand for all others: what a newcomer may be asked about, to learn most from few
/// answers.
///
/// Liu, Meng, Liu and Chang 2011, "Wisdom of the better few: cold start recommendation via
/// representative based rating elicitation": those whose vectors span the largest volume. Found
/// greedily, as by a QR decomposition with column pivoting: next is always the item of whose
/// vector the items before explain least. Only well-known items take part, since newcomers are to
/// have an opinion on them.
public final class Representatives {

  /// So many of the most rated items are chosen from.
  private static final int KNOWN = 1_000;

  /// Vectors of items with fewer ratings are mostly noise.
  private static final int LEAST_RATINGS = 5;

  /// What is left of a vector that the chosen ones explain.
  private static final double NOTHING = 1e-6;

  private Representatives() {}

  /// Returns the numbers of up to `n` representative items, the most telling first.
  public static List<Integer> of(Model model, ItemIndex index, int n) {
    int[] known = index.mostRated(KNOWN, LEAST_RATINGS);
    double[][] left = new double[known.length][];
    for (int i = 0; i < known.length; i++) {
      left[i] = vector(model, index, known[i]);
    }
    boolean[] chosen = new boolean[known.length];
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < Math.min(n, known.length)) {
      int next = longest(left, chosen);
      double square = square(left[next]);
      if (square < NOTHING) { // the chosen ones explain all: begin a second round
        for (int i = 0; i < known.length; i++) {
          left[i] = vector(model, index, known[i]);
        }
        next = longest(left, chosen);
        square = square(left[next]);
      }
      chosen[next] = true;
      numbers.add(known[next]);
      double[] direction = left[next].clone();
      for (int i = 0; square > 0 && i < known.length; i++) {
        explain(left[i], direction, square);
      }
    }
    return numbers;
  }

  private static double[] vector(Model model, ItemIndex index, int number) {
    float[] floats = new float[model.scanLength()];
    MergedItem item = index.merged(number);
    if (item != null) { // else it left just now
      model.scanVector(index.shared(), item.values(), floats, 0);
    }
    double[] vector = new double[floats.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = floats[i];
    }
    return vector;
  }

  private static int longest(double[][] vectors, boolean[] chosen) {
    int longest = -1;
    double most = -1;
    for (int i = 0; i < vectors.length; i++) {
      double square = square(vectors[i]);
      if (!chosen[i] && square > most) {
        most = square;
        longest = i;
      }
    }
    return longest;
  }

  /// Takes the part along a direction out of a vector.
  private static void explain(double[] vector, double[] direction, double square) {
    double dot = 0;
    for (int i = 0; i < vector.length; i++) {
      dot += vector[i] * direction[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= dot / square * direction[i];
    }
  }

  private static double square(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return sum;
  }
}
