package dev.eddy.choice.row;

import dev.eddy.factorization.item.Sequences;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// What belongs to no item: the clock, the mean of all ratings, and the weights of the features.
///
/// The weights follow from two sums over steps, each of which fades by [#KEPT] a step:
///
/// ```
/// w = (λI + H)⁻¹ (λw₀ + b)        H = Σ C_t        b = Σ (C_t·w_t + g_t)
/// ```
///
/// with `C_t` the information of step `t` and `g_t` its gradient. One step alone is Newton's,
/// `w ← w + H⁻¹g`; and sums are additive, so partitions exchange [SharedDelta]s. Since old steps
/// fade, the weights keep following. One thread changes it; what is published is a [#copy] that
/// nobody changes.
public final class ChoiceShared {

  private static final int SIZE = ChoiceFeature.SIZE;

  /// What part of the information is kept by each further step.
  private static final double KEPT = 0.9995;

  /// How sure the first weights are.
  private static final double PRIOR = 10;

  /// Weights that are sane lie within.
  private static final double LIMIT = 100;

  private double clock;
  private long timeMs;
  private double ratings;
  private double ratingSum;
  private double steps;
  private double stepsAt;
  private final double[] information = new double[SIZE * SIZE];
  private final double[] pull = new double[SIZE];
  private final double[] weights = new double[SIZE];
  private Sequences sequences = Sequences.NONE;

  /// Creates the state before anything is learned.
  public ChoiceShared() {
    for (ChoiceFeature feature : ChoiceFeature.values()) {
      weights[feature.place()] = feature.firstWeight();
    }
  }

  /// Returns a state as it was stored.
  ///
  /// @param whole everything that there is of it, as a change of nothing
  /// @param sequences what it contains of each partition
  public static ChoiceShared stored(SharedDelta whole, Sequences sequences) {
    ChoiceShared shared = new ChoiceShared();
    shared.add(whole);
    shared.sequences = sequences;
    return shared;
  }

  /// Returns everything that there is, as a change of nothing: what is to be stored.
  public SharedDelta whole() {
    return since(new ChoiceShared(), 0, 0);
  }

  /// Returns a copy, not changed by what happens to this later.
  public ChoiceShared copy() {
    ChoiceShared copy = new ChoiceShared();
    copy.clock = clock;
    copy.timeMs = timeMs;
    copy.ratings = ratings;
    copy.ratingSum = ratingSum;
    copy.steps = steps;
    copy.stepsAt = stepsAt;
    System.arraycopy(information, 0, copy.information, 0, information.length);
    System.arraycopy(pull, 0, copy.pull, 0, SIZE);
    System.arraycopy(weights, 0, copy.weights, 0, SIZE);
    copy.sequences = sequences;
    return copy;
  }

  /// Lets the clock go on.
  ///
  /// @param eventMs event time
  public void advance(double units, long eventMs) {
    clock += units;
    timeMs = Math.max(timeMs, eventMs);
  }

  /// Counts ratings.
  public void rate(int more, double sum) {
    ratings += more;
    ratingSum += sum;
  }

  /// Makes one step of the weights.
  ///
  /// @param stepInformation symmetric, of which the lower triangle is read
  /// @param gradient of the log-likelihood
  public void step(double[] stepInformation, double[] gradient) {
    steps++;
    fadeTo(steps);
    for (int f = 0; f < SIZE; f++) {
      double pulled = gradient[f];
      for (int g = 0; g < SIZE; g++) {
        double known = stepInformation[f > g ? f * SIZE + g : g * SIZE + f];
        information[f * SIZE + g] += known;
        pulled += known * weights[g];
      }
      pull[f] += pulled;
    }
    solve();
  }

  private void fadeTo(double newStepsAt) {
    double left = left(newStepsAt - stepsAt);
    for (int i = 0; i < information.length; i++) {
      information[i] *= left;
    }
    for (int f = 0; f < SIZE; f++) {
      pull[f] *= left;
    }
    stepsAt = Math.max(stepsAt, newStepsAt);
  }

  private static double left(double bySteps) {
    return bySteps > 0 ? Math.pow(KEPT, bySteps) : 1;
  }

  private void solve() {
    solve(information.clone(), pull.clone(), weights);
  }

  /// Solves for weights.
  ///
  /// @param known left of no use
  /// @param right left of no use
  /// @param solved receives them, if they are numbers
  private static void solve(double[] known, double[] right, double[] solved) {
    for (ChoiceFeature feature : ChoiceFeature.values()) {
      int f = feature.place();
      known[f * SIZE + f] += PRIOR;
      right[f] += PRIOR * feature.firstWeight();
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(SIZE);
    DMatrixRMaj solution = new DMatrixRMaj(SIZE, 1);
    if (solver.setA(new DMatrixRMaj(SIZE, SIZE, true, known))) {
      solver.solve(new DMatrixRMaj(SIZE, 1, true, right), solution);
      for (int f = 0; f < SIZE; f++) {
        double weight = solution.get(f);
        if (Double.isFinite(weight)) {
          solved[f] = Math.clamp(weight, -LIMIT, LIMIT);
        }
      }
    }
  }

  /// Merges what a partition changed. Every delta counts: each arrives once, and its sequence
  /// number only tells the sender how far its work is contained.
  public void merge(SharedDelta delta) {
    add(delta);
    sequences = sequences.with(delta.partition(), delta.sequence());
  }

  /// Adds a change, and does not say so.
  void add(SharedDelta delta) {
    clock += delta.clock();
    timeMs = Math.max(timeMs, delta.timeMs());
    ratings += delta.ratings();
    ratingSum += delta.ratingSum();
    steps += delta.steps();
    if (delta.information().length == 0) {
      return; // no step was made
    }
    fadeTo(delta.stepsAt());
    double left = left(stepsAt - delta.stepsAt());
    for (int i = 0; i < information.length; i++) {
      information[i] += left * delta.information()[i];
    }
    for (int f = 0; f < SIZE; f++) {
      pull[f] += left * delta.pull()[f];
    }
    solve();
  }

  /// Returns what changed since a copy was taken. Where no step was made, the sums of steps have
  /// not changed and are left out.
  SharedDelta since(ChoiceShared then, int partition, long sequence) {
    boolean stepped = steps != then.steps;
    double left = left(stepsAt - then.stepsAt);
    double[] learned = new double[stepped ? information.length : 0];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = information[i] - left * then.information[i];
    }
    double[] pulled = new double[stepped ? SIZE : 0];
    for (int f = 0; f < pulled.length; f++) {
      pulled[f] = pull[f] - left * then.pull[f];
    }
    return new SharedDelta(
        partition,
        sequence,
        clock - then.clock,
        timeMs,
        ratings - then.ratings,
        ratingSum - then.ratingSum,
        steps - then.steps,
        stepsAt,
        learned,
        pulled);
  }

  /// Returns the latest event time, 0 before the first event.
  public long timeMs() {
    return timeMs;
  }

  /// Returns how many steps the weights have made.
  public double steps() {
    return steps;
  }

  /// Returns the clock by which counts fade.
  public double clock() {
    return clock;
  }

  /// Returns how many ratings stand, 0 where all that is known is events without one.
  public double ratings() {
    return ratings;
  }

  /// Returns the mean of all ratings, 0 where there are none.
  public double meanRating() {
    return ratings > 0 ? ratingSum / ratings : 0;
  }

  /// Returns the weights, by place of the feature.
  public double[] weights() {
    return weights.clone();
  }

  /// Returns the weights that are best where that of the rating is zero; near the others, the
  /// information is that about these, too.
  public double[] weightsWithoutRating() {
    int rating = ChoiceFeature.RATING.place();
    double[] known = information.clone();
    double[] right = pull.clone();
    for (int f = 0; f < SIZE; f++) {
      known[f * SIZE + rating] = 0;
      known[rating * SIZE + f] = 0;
    }
    right[rating] = 0;
    double[] solved = weights();
    solve(known, right, solved);
    return solved;
  }

  /// Returns the sum of the features, each times its weight as it is now.
  public double score(float[] features, int at) {
    return score(weights, features, at);
  }

  public static double score(double[] weights, float[] features, int at) {
    double score = 0;
    for (int f = 0; f < SIZE; f++) {
      score += weights[f] * features[at + f];
    }
    return score;
  }

  /// Returns what it contains of each partition.
  public Sequences sequences() {
    return sequences;
  }
}
