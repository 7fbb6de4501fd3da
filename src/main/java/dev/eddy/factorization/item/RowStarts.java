package dev.eddy.factorization.item;

import dev.eddy.factorization.model.ColdStart;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import java.util.List;
import java.util.function.IntFunction;

/// Where the rows of newcomers start. With cold starts by metadata that is the mean of their kind
/// plus the sum of what their features add; what a feature adds is a row of its own, which
/// travels and merges as items do, and is learned by [FeatureRegression].
///
/// It holds nothing of its own, so making one costs nothing; safe wherever its parts are.
public final class RowStarts {

  private final Model model;
  private final ItemRows rows;
  private final Metadata metadata;
  private final boolean byMetadata;

  /// Creates starts.
  ///
  /// @param rows where feature rows have their numbers
  public RowStarts(Model model, ItemRows rows, Metadata metadata) {
    this.model = model;
    this.rows = rows;
    this.metadata = metadata;
    byMetadata = model.settings().coldStart().kind() == ColdStart.METADATA;
  }

  /// Returns the row where a user starts, the prior of what is solved from the user's ratings.
  ///
  /// @param seen gives a numbered row as the caller sees it, or null where there is none
  public float[] user(String userId, IntFunction<float[]> seen) {
    return user(userFeatures(userId), seen);
  }

  /// Returns the row of a user of whom these features are known.
  public float[] user(List<Feature> features, IntFunction<float[]> seen) {
    return user(byMetadata ? FeatureRows.ofUser(features, rows) : FeatureRows.NONE, seen);
  }

  public float[] user(FeatureRows features, IntFunction<float[]> seen) {
    float[] row = model.meanUser(shared(seen));
    features.addTo(row, model.userLayout(), seen);
    return row;
  }

  /// Returns the row of an item without ratings. The item gets no number by being asked for.
  ///
  /// @param seen gives a numbered row as the caller sees it, or null where there is none
  public float[] item(String itemId, IntFunction<float[]> seen) {
    float[] row = model.newItem(itemId, shared(seen));
    itemFeatures(itemId).addTo(row, model.itemLayout(), seen);
    return row;
  }

  /// Returns whether metadata says anything of an item by which its row starts elsewhere.
  public boolean knowsItem(String itemId) {
    return byMetadata && !metadata.ofItem(itemId).isEmpty();
  }

  /// Returns the row that a travelling row of any kind starts at.
  float[] start(String id, IntFunction<float[]> seen) {
    return RowKind.of(id) == RowKind.ITEM ? item(id, seen) : RowKind.newRow(model, id);
  }

  public FeatureRows userFeatures(String userId) {
    return byMetadata ? FeatureRows.ofUser(metadata.ofUser(userId), rows) : FeatureRows.NONE;
  }

  FeatureRows itemFeatures(String itemId) {
    return byMetadata ? FeatureRows.ofItem(metadata.ofItem(itemId), rows) : FeatureRows.NONE;
  }

  private float[] shared(IntFunction<float[]> seen) {
    float[] shared = seen.apply(ItemRows.SHARED);
    return shared != null ? shared : model.newShared();
  }
}
