package dev.eddy.drift.count;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// A distribution over words, such as the genres of a list, where an item with several shares
/// itself out among them (Steck 2018).
public final class Distribution {

  /// How much of the other distribution is mixed in before dividing by one.
  private static final double MIXED = 0.01;

  private final Map<String, Double> weights = new HashMap<>();
  private double sum;

  /// Creates a distribution over nothing.
  public Distribution() {}

  /// Adds one thing, shared out among its words; one without words counts for nothing.
  public void add(Collection<String> words) {
    for (String word : words) {
      weights.merge(word, 1.0 / words.size(), Double::sum);
    }
    sum += words.isEmpty() ? 0 : 1;
  }

  /// Returns whether nothing was added.
  public boolean isEmpty() {
    return sum == 0;
  }

  private double share(String word) {
    return weights.getOrDefault(word, 0.0) / sum;
  }

  /// Returns the divergence of Kullback and Leibler (1951) from this distribution to another one,
  /// in nats, as Steck 2018, "Calibrated recommendations", takes it: a hundredth of this one is
  /// mixed into the other, so that a word that the other has not is no infinity.
  ///
  /// `Σ p·ln(p / q̃)` with `q̃ = 0.99·q + 0.01·p`. Example: `p` half drama, half comedy, `q`
  /// drama only: `0.5·ln(0.5 / 0.995) + 0.5·ln(0.5 / 0.005) = 1.9585`.
  ///
  /// @return not a number where one of them is over nothing
  public double divergence(Distribution other) {
    if (isEmpty() || other.isEmpty()) {
      return Double.NaN;
    }
    double divergence = 0;
    for (String word : weights.keySet()) {
      double p = share(word);
      divergence += p * Math.log(p / ((1 - MIXED) * other.share(word) + MIXED * p));
    }
    return divergence;
  }
}
