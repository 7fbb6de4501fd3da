package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceFeature;
import dev.eddy.choice.row.ChoiceShared;

/// Scores items for users, with the weights of one moment.
///
/// A score is a bias, which depends on the item and the time alone, and a part of the neighbours,
/// which is zero for all but the few thousand items that were chosen near what the user chose last;
/// and the rating score times [#ratingWeight]. So lists need a bounded scan and one small list.
/// Immutable; safe for use by several threads.
public final class ChoiceScorer {

  private static final Nearness[] KINDS = Nearness.values();

  /// What rounding may add up to in a bound, beside the weights.
  private static final float ROUNDING = 1e-3f;

  /// By place of the feature.
  private final double[] weights;

  /// The weights of the neighbours' features, by place of the [Nearness].
  private final float[] nearWeights = new float[Nearness.SIZE];

  private final double offset;

  /// By how much [#quickBound] may lie above the part that it bounds, at most.
  private final float slack;

  private ChoiceScorer(double[] weights) {
    this.weights = weights;
    double nothing = 0;
    float rising = 0;
    float all = 0;
    for (Nearness kind : KINDS) {
      double weight = weights[kind.feature().place()];
      nothing += weight * Nearness.NOTHING;
      nearWeights[kind.place()] = (float) weight;
      rising += (float) Math.max(0, weight);
      all += (float) Math.abs(weight);
    }
    offset = nothing;
    slack = rising * QuickLog.ERROR + ROUNDING * (1 + all);
  }

  /// Returns a scorer of what will be chosen and liked: the rating score counts, too.
  public static ChoiceScorer ofBlend(ChoiceShared shared) {
    return new ChoiceScorer(shared.weights());
  }

  /// Returns a scorer of what will be chosen, whatever is known of ratings.
  public static ChoiceScorer ofChoice(ChoiceShared shared) {
    return new ChoiceScorer(shared.weightsWithoutRating());
  }

  /// Returns the part of the score that depends on the item and the time alone.
  ///
  /// @param clock the clock now
  /// @param timeMs the event time now
  public float bias(ChoiceCounts item, double clock, long timeMs) {
    float[] row = new float[ChoiceFeature.SIZE];
    FeatureRow.write(item, clock, timeMs, row, 0);
    return (float) (ChoiceShared.score(weights, row, 0) + offset);
  }

  /// Returns the part of the score of an item among the neighbours of a user's history.
  ///
  /// @param place of the item among them
  public float part(Neighbourhood near, int place) {
    double part = 0;
    for (Nearness kind : KINDS) {
      part += part(near, place, kind);
    }
    return (float) part;
  }

  /// Returns no less than [#part], in a tenth of the time.
  public float quickBound(Neighbourhood near, int place) {
    return near.quickPart(place, nearWeights) + slack;
  }

  double part(Neighbourhood near, int place, Nearness kind) {
    return weights[kind.feature().place()] * Nearness.lift(near.sum(place, kind));
  }

  /// Returns the part of the score that comes from the neighbours, 0 for an item that is none.
  public float partOf(Neighbourhood near, int number) {
    int place = near.find(number);
    return place < 0 ? 0 : part(near, place);
  }

  /// Returns what the rating score counts: at least nothing, since no item is pushed down for being
  /// liked, whatever was learned so far.
  public double ratingWeight() {
    return Math.max(0, weights[ChoiceFeature.RATING.place()]);
  }
}
