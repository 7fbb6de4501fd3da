package dev.eddy.snapshot;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import java.io.IOException;

/// Writes merged rows: items with their numbers in matrices, items that wait, features, and the
/// shared row.
///
/// A row of an item has three blocks, in this order: the bias, the vector, the account of ratings.
public final class ItemsWriter implements AutoCloseable {

  private final RowLayout layout;
  private final SnapshotFolder folder;
  private final JsonLines.Writer lines;
  private final NpyWriter biases;
  private final NpyWriter vectors;
  private final NpyWriter precisions;
  private final JsonLines.Writer waiting;
  private final JsonLines.Writer features;

  /// Begins the files.
  ///
  /// @param layout of an item's row
  public ItemsWriter(SnapshotFolder folder, RowLayout layout) throws IOException {
    this.folder = folder;
    this.layout = layout;
    lines = new JsonLines.Writer(folder.file(ItemFiles.LINES));
    biases = NpyWriter.vector(folder.file(ItemFiles.BIASES));
    vectors = NpyWriter.matrix(folder.file(ItemFiles.VECTORS), vector().size());
    precisions = NpyWriter.matrix(folder.file(ItemFiles.PRECISIONS), 2);
    waiting = new JsonLines.Writer(folder.file(ItemFiles.WAITING));
    features = new JsonLines.Writer(folder.file(ItemFiles.FEATURES));
  }

  private RowLayout.Block bias() {
    return layout.blocks().get(0);
  }

  private RowLayout.Block vector() {
    return layout.blocks().get(1);
  }

  /// Writes a row of any kind.
  public void write(String id, MergedItem row) throws IOException {
    float[] values = row.values();
    switch (RowKind.of(id)) {
      case SHARED -> {
        try (NpyWriter shared = NpyWriter.vector(folder.file(ItemFiles.SHARED))) {
          for (float value : values) {
            shared.write(value);
          }
        }
      }
      case ITEM_FEATURE, USER_FEATURE -> features.write(new FeatureLine(id, values, row.count()));
      case ITEM -> {
        if (row.isWaiting()) {
          waiting.write(line(id, row, values));
        } else {
          lines.write(line(id, row, layout.account(values)));
          biases.write(values, bias().at());
          vectors.write(values, vector().at());
          precisions.write(
              new float[] {values[bias().precisionAt()], values[vector().precisionAt()]}, 0);
        }
      }
    }
  }

  private static ItemLine line(String id, MergedItem row, float[] account) {
    return new ItemLine(id, row.count(), row.ratedMs() == 0 ? null : row.ratedMs(), account, null);
  }

  /// Returns how many items with a row were written.
  public long items() {
    return lines.lines();
  }

  /// Returns how many items that wait were written.
  public long waiting() {
    return waiting.lines();
  }

  /// Returns how many features were written.
  public long features() {
    return features.lines();
  }

  @Override
  public void close() throws IOException {
    try (lines;
        biases;
        vectors;
        precisions;
        waiting) {
      features.close();
    }
  }
}
