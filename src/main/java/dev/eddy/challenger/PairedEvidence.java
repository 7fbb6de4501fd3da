package dev.eddy.challenger;

import java.util.function.DoubleUnaryOperator;

/// What paired losses say of two models: how much lower the losses of the second one are, and how
/// sure that is. It stays valid however often one looks and whenever one stops looking.
///
/// By Choe and Ramdas (2023), "Comparing Sequential Forecasters", Operations Research: with
/// differences `d` from -1 to 1 and a guess `g` of each that is made before, such as the mean of
/// those before it,
///
/// ```
/// exp(λ Σ (d - δ) - ψ(λ) Σ (d - g)²),   ψ(λ) = (-ln(1 - 2λ) - 2λ) / 4,   0 < λ < 1/2
/// ```
///
/// is a test supermartingale for `δ`, the mean of what the differences were expected to be. Nothing
/// is supposed of how that changes over time, so both models may go on learning. Over several `λ`
/// the mean is taken, which is one, too (Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform,
/// nonparametric, nonasymptotic confidence sequences"). By Ville's inequality it ever reaches `1/α`
/// with probability at most `α`.
///
/// The sums of partitions, and of instances, add up.
///
/// @param n how many ratings both models predicted
/// @param sum of the differences: the loss of the first model less that of the second
/// @param variation sum of the squared distances of the differences from their guesses
public record PairedEvidence(long n, double sum, double variation) {

  /// Before the first pair.
  public static final PairedEvidence NONE = new PairedEvidence(0, 0, 0);

  /// An e-value from which on the second model counts as better: it is reached with probability at
  /// most 0.05 where it is not.
  public static final double ENOUGH = 20;

  /// Beyond it, one number says as much as another.
  private static final double MOST = 1e12;

  /// Both ends of an interval of 95 % miss with probability 0.025 each.
  private static final double LOG_END = Math.log(1 / 0.025);

  /// Large ones find large differences soon, small ones find small differences at all.
  private static final double[] LAMBDAS = lambdas(0.4, 8);

  private static final int HALVINGS = 40;

  private static double[] lambdas(double largest, int count) {
    double[] lambdas = new double[count];
    for (int place = 0; place < count; place++) {
      lambdas[place] = largest / (1 << place);
    }
    return lambdas;
  }

  /// Returns what is known with one more pair.
  ///
  /// @param first loss of the first model, 0 to 1
  /// @param second loss of the second model, 0 to 1
  PairedEvidence with(double first, double second) {
    double difference = first - second;
    double surprise = difference - mean();
    return new PairedEvidence(n + 1, sum + difference, variation + surprise * surprise);
  }

  /// Returns both together, of different ratings.
  public PairedEvidence plus(PairedEvidence other) {
    return new PairedEvidence(n + other.n, sum + other.sum, variation + other.variation);
  }

  /// Returns what the same pairs say of the first model.
  public PairedEvidence reversed() {
    return new PairedEvidence(n, -sum, variation);
  }

  /// Returns how much lower the mean loss of the second model is; 0 before the first pair.
  public double mean() {
    return n == 0 ? 0 : sum / n;
  }

  /// Returns the e-value of the second model being better: at most 1 is expected of it where it is
  /// not, and where it is, it grows without bounds. 1 before the first pair, and at most 1e12.
  public double eValue() {
    return Math.min(MOST, Math.exp(logMixture(sum)));
  }

  /// Returns the lower end of the confidence interval of 95 % of [#mean], at least -1.
  public double low() {
    return end(delta -> logMixture(sum - n * delta));
  }

  /// Returns the upper end, at most 1.
  public double high() {
    return -end(delta -> logMixture(-sum - n * delta));
  }

  /// Returns the least mean that is not ruled out: the evidence against one falls as it grows.
  private static double end(DoubleUnaryOperator logEvidence) {
    double low = -1;
    double high = 1;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      if (logEvidence.applyAsDouble(middle) < LOG_END) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private double logMixture(double excess) {
    double[] logs = new double[LAMBDAS.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int place = 0; place < LAMBDAS.length; place++) {
      logs[place] = LAMBDAS[place] * excess - psi(LAMBDAS[place]) * variation;
      largest = Math.max(largest, logs[place]);
    }
    double mean = 0;
    for (double log : logs) {
      mean += Math.exp(log - largest) / logs.length;
    }
    return largest + Math.log(mean);
  }

  private static double psi(double lambda) {
    return (-Math.log1p(-2 * lambda) - 2 * lambda) / 4;
  }
}
