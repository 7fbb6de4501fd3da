package dev.eddy.factorization;

import java.util.Arrays;

/// What rehearsal pulls rows to, the less is rated the more: where they would start today,
/// without noise. A row of which metadata knows nothing is pulled to no taste at all rather than
/// to the mean of tastes, which measured better.
///
/// Priors of items are remembered for a while: features move slowly, and to add them up anew for
/// each rating that is visited would cost more than to learn from it. Used by the thread that
/// learns.
final class RowPriors {

  private static final int REMEMBERED = 4096;
  private static final int HISTORIES = 256;

  private final Model model;
  private final ItemRows rows;
  private final RowStarts starts;
  private final ItemViews items;
  private final float[][] remembered = new float[REMEMBERED][];
  private final int[] rememberedOf = new int[REMEMBERED];
  private FeatureRows[] features = new FeatureRows[0];
  private long featuresVersion;
  private int histories;
  private float[] meanItem;
  private float[] plainItem;

  RowPriors(Model model, ItemRows rows, RowStarts starts, ItemViews items) {
    this.model = model;
    this.rows = rows;
    this.starts = starts;
    this.items = items;
  }

  /// Begins with another history and returns where its user's row is pulled to.
  float[] begin(String userId) {
    float[] shared = items.read(ItemRows.SHARED);
    meanItem = model.meanItem(shared);
    plainItem = model.plainItem(shared);
    if (++histories % HISTORIES == 0) {
      Arrays.fill(remembered, null);
    }
    if (featuresVersion != starts.itemsVersion()) {
      featuresVersion = starts.itemsVersion();
      Arrays.fill(features, null);
      Arrays.fill(remembered, null);
    }
    FeatureRows ofUser = starts.userFeaturesAtHand(userId);
    if (ofUser.isEmpty()) {
      return model.plainUser(shared);
    }
    float[] prior = model.meanUser(shared);
    ofUser.addTo(prior, model.userLayout(), items::read);
    return prior;
  }

  /// Returns where an item's row is pulled to; not to be changed.
  float[] item(int number) {
    FeatureRows ofItem = features(number);
    if (ofItem.isEmpty()) {
      return plainItem;
    }
    int slot = number % REMEMBERED;
    if (remembered[slot] == null || rememberedOf[slot] != number) {
      float[] prior = meanItem.clone();
      ofItem.addTo(prior, model.itemLayout(), items::read);
      remembered[slot] = prior;
      rememberedOf[slot] = number;
    }
    return remembered[slot];
  }

  private FeatureRows features(int number) {
    if (number >= features.length) {
      features = Arrays.copyOf(features, Math.max(number + 1, 2 * features.length));
    }
    if (features[number] == null) {
      features[number] = starts.itemFeatures(rows.id(number));
    }
    return features[number];
  }
}
