package dev.eddy.factorization.item;

import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;

/// Learns from rows that are warm what their features add to where rows start.
///
/// It is Bayesian linear regression, one observation at a time and with a diagonal covariance. A
/// row lies between where it started, which says nothing new, and what its ratings say: so what is
/// observed is the latter, the row's way from today's start made longer by `h / (h − h0)`, with
/// `h` its precision and `h0` that of a start. The variance is that of what metadata cannot know,
/// `1/h0`, plus that of the ratings, `1/(h − h0)`.
///
/// Used by the thread that learns.
public final class FeatureRegression {

  /// A row tells of its features when it has 1, 4, 16, … ratings: the first count most, since
  /// newcomers are not like the popular.
  private static final int RATINGS_BETWEEN = 4;

  /// How often a row was rated tells of it as well. Newcomers have none, so this feature adds
  /// nothing where rows start; it takes up what sets the popular apart, which else would look
  /// like a merit of their features.
  private static final String RATINGS = "ratings";

  /// A vector tells so much less than its one precision says: ratings tell of some directions
  /// and not of others. Measured.
  private static final float VECTOR_DOUBT = 100;

  private final Model model;
  private final ItemRows rows;
  private final RowStarts starts;
  private final LocalItems items;

  public FeatureRegression(Model model, ItemRows rows, RowStarts starts, LocalItems items) {
    this.model = model;
    this.rows = rows;
    this.starts = starts;
    this.items = items;
  }

  /// Learns from a user's row.
  ///
  /// @param features of the user
  /// @param ratings of the user
  public void learnUser(FeatureRows features, float[] row, int ratings) {
    if (tells(ratings) && !features.isEmpty()) {
      learn(
          features.with(rows.number(RowKind.userFeature(RATINGS)), log2(ratings)),
          model.userLayout(),
          model.meanUser(items.read(ItemRows.SHARED)),
          row);
    }
  }

  /// Learns from an item's row.
  ///
  /// @param ratings of the item
  public void learnItem(String itemId, float[] row, int ratings) {
    if (tells(ratings)) {
      FeatureRows features = starts.itemFeatures(itemId);
      if (!features.isEmpty()) {
        learn(
            features.with(rows.number(RowKind.itemFeature(RATINGS)), log2(ratings)),
            model.itemLayout(),
            model.meanItem(items.read(ItemRows.SHARED)),
            row);
      }
    }
  }

  private static boolean tells(int ratings) {
    int left = ratings;
    while (left > 1 && left % RATINGS_BETWEEN == 0) {
      left /= RATINGS_BETWEEN;
    }
    return left == 1;
  }

  private static float log2(int ratings) {
    return (float) (Math.log(ratings) / Math.log(2));
  }

  private void learn(FeatureRows features, RowLayout layout, float[] mean, float[] row) {
    float[][] adds = new float[features.numbers().length][];
    for (int f = 0; f < adds.length; f++) {
      adds[f] = items.write(features.numbers()[f], 0);
    }
    for (RowLayout.Block block : layout.blocks()) {
      if (mean[block.precisionAt()] > 0) { // else it is an account of ratings, and no parameter
        learn(block, features.values(), adds, mean, row);
      }
    }
  }

  private static void learn(
      RowLayout.Block block, float[] values, float[][] adds, float[] mean, float[] row) {
    int precisionAt = block.precisionAt();
    float heard = row[precisionAt] - mean[precisionAt];
    if (!(heard > 0)) {
      return;
    }
    float unknown = (1 / mean[precisionAt] + 1 / heard) * (block.size() > 1 ? VECTOR_DOUBT : 1);
    float variance = unknown;
    for (int f = 0; f < adds.length; f++) {
      variance += values[f] * values[f] / adds[f][precisionAt];
    }
    for (int i = block.at(); i < block.at() + block.size(); i++) {
      float moved = row[i] - mean[i];
      for (int f = 0; f < adds.length; f++) {
        moved -= values[f] * adds[f][i];
      }
      float error = moved * row[precisionAt] / heard;
      for (int f = 0; f < adds.length; f++) {
        float follows = adds[f][i] + values[f] * error / (variance * adds[f][precisionAt]);
        adds[f][i] = Math.clamp(follows, -RowLayout.LIMIT, RowLayout.LIMIT);
      }
    }
    for (int f = 0; f < adds.length; f++) {
      adds[f][precisionAt] += values[f] * values[f] / unknown;
    }
  }
}
