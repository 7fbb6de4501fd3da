package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceFeature;
import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.factorization.user.HistoryView;
import java.util.Arrays;
import java.util.SplittableRandom;

/// One step of the weights: by how much the chosen item should have scored higher.
///
/// The softmax over the catalog is estimated from the chosen item and a sample of others, a third
/// of them drawn from recent choices, a third from all items, and a third from the neighbours of
/// the history, which are the hard ones; each is corrected by how likely it was to be drawn (Bengio
/// and Senécal 2008, "Adaptive importance sampling to accelerate training of a neural probabilistic
/// language model").
final class WeightStep {

  private static final int SIZE = ChoiceFeature.SIZE;
  private static final int OTHERS = 100;

  private final ChoiceRows rows;
  private final SplittableRandom random;
  private final RecentChoices recent;
  private final Neighbourhood near;
  private final int[] numbers = new int[OTHERS + 1];
  private final float[] features = new float[(OTHERS + 1) * SIZE];
  private final double[] chances = new double[OTHERS + 1];
  private final double[] mean = new double[SIZE];
  private final double[] information = new double[SIZE * SIZE];
  private final double[] gradient = new double[SIZE];
  private int candidates;

  /// By number: the step in whose history the item last was.
  private int[] chosenIn = new int[64];

  private int step;

  WeightStep(ChoiceRows rows, RecentChoices recent, ChoiceSettings settings) {
    this.rows = rows;
    this.recent = recent;
    random = new SplittableRandom(settings.seed());
    near = new Neighbourhood(settings.scale());
  }

  /// Makes the step.
  ///
  /// @param history of the user before the choice
  /// @param item what was chosen; known
  /// @param ratings of the user before the choice
  void learn(HistoryView history, int item, long timeMs, Ratings ratings, ChoiceShared shared) {
    near.fill(history, rows);
    draw(history, item);
    if (candidates == 1) {
      return;
    }
    for (int candidate = 0; candidate < candidates; candidate++) {
      int number = numbers[candidate];
      int at = candidate * SIZE;
      FeatureRow.write(rows.item(number), shared.clock(), timeMs, features, at);
      FeatureRow.write(near, near.find(number), features, at);
      features[at + ChoiceFeature.RATING.place()] = FeatureRow.finite(ratings.score(number));
      chances[candidate] += shared.score(features, at);
    }
    sum();
    shared.step(information, gradient);
  }

  /// Draws the candidates, the chosen item first, and leaves in place of their chances the
  /// corrections for how likely they were to be drawn.
  private void draw(HistoryView history, int item) {
    markHistory(history, item);
    candidates = 1;
    numbers[0] = item;
    chances[0] = 0;
    for (int other = 0; other < OTHERS; other++) {
      int number = drawOne(other % 3);
      if (!isMarked(number) && rows.item(number) != null) {
        double likely = (likelyRecent(number) + likelyAny() + likelyNear(number)) / 3;
        numbers[candidates] = number;
        chances[candidates++] = -Math.log(OTHERS * likely);
      }
    }
  }

  /// Draws from recent choices, neighbours or all; from all where there is nothing else.
  private int drawOne(int from) {
    if (from == 0 && recent.size() > 0) {
      return recent.draw(random);
    }
    if (from == 1 && near.size() > 0) {
      return near.number(random.nextInt(near.size()));
    }
    return rows.numberAt(random.nextInt(rows.size()));
  }

  private double likelyRecent(int number) {
    return recent.size() > 0 ? recent.share(number) : likelyAny();
  }

  private double likelyNear(int number) {
    if (near.size() == 0) {
      return likelyAny();
    }
    return near.contains(number) ? 1.0 / near.size() : 0;
  }

  private double likelyAny() {
    return 1.0 / rows.size();
  }

  private void markHistory(HistoryView history, int item) {
    step++;
    mark(item);
    for (int place = history.first(); place < history.size(); place++) {
      mark(history.item(place));
    }
  }

  private void mark(int number) {
    if (number >= chosenIn.length) {
      chosenIn = Arrays.copyOf(chosenIn, Math.max(number + 1, 2 * chosenIn.length));
    }
    chosenIn[number] = step;
  }

  private boolean isMarked(int number) {
    return number < chosenIn.length && chosenIn[number] == step;
  }

  /// Leaves gradient and information.
  private void sum() {
    double most = Double.NEGATIVE_INFINITY;
    for (int candidate = 0; candidate < candidates; candidate++) {
      most = Math.max(most, chances[candidate]);
    }
    double all = 0;
    for (int candidate = 0; candidate < candidates; candidate++) {
      chances[candidate] = Math.exp(chances[candidate] - most);
      all += chances[candidate];
    }
    Arrays.fill(mean, 0);
    Arrays.fill(information, 0);
    for (int candidate = 0; candidate < candidates; candidate++) {
      int at = candidate * SIZE;
      double chance = chances[candidate] / all;
      for (int f = 0; f < SIZE; f++) {
        double part = chance * features[at + f];
        mean[f] += part;
        for (int g = 0; g <= f; g++) {
          information[f * SIZE + g] += part * features[at + g];
        }
      }
    }
    for (int f = 0; f < SIZE; f++) {
      gradient[f] = features[f] - mean[f];
      for (int g = 0; g <= f; g++) {
        information[f * SIZE + g] -= mean[f] * mean[g];
      }
    }
  }
}
