package dev.eddy.snapshot;

import dev.eddy.event.Ids;
import dev.eddy.event.Rejection;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads what [ItemsWriter] wrote, or factors that were trained elsewhere: then only ids, biases
/// and vectors need be there.
public final class ItemsReader {

  /// Factors of which nobody says how many ratings they rest on are taken for well known.
  private static final int TRAINED_ON = 100;

  private final SnapshotFolder folder;
  private final Model model;
  private final RowLayout layout;
  private final Set<String> seen = new HashSet<>();

  /// Creates a reader.
  ///
  /// @param model whose rows they are to be
  public ItemsReader(SnapshotFolder folder, Model model) {
    this.folder = folder;
    this.model = model;
    layout = model.itemLayout();
  }

  /// Reads all rows; no partition has any part in them that would still be told apart.
  ///
  /// @param rows receives ids and rows; the shared row has the empty id
  /// @throws SnapshotException if a file is not what it should be
  public void read(BiConsumer<String, MergedItem> rows) throws IOException {
    for (String name : ItemFiles.NEEDED) {
      if (!Files.exists(folder.file(name))) {
        throw new SnapshotException(
            folder.file(name), "the manifest does not name it, but items need it");
      }
    }
    readItems(rows);
    if (Files.exists(folder.file(ItemFiles.WAITING))) {
      readWaiting(rows);
    }
    if (Files.exists(folder.file(ItemFiles.FEATURES))) {
      readFeatures(rows);
    }
    if (Files.exists(folder.file(ItemFiles.SHARED))) {
      readShared(rows);
    }
  }

  private void readItems(BiConsumer<String, MergedItem> rows) throws IOException {
    RowLayout.Block bias = layout.blocks().get(0);
    RowLayout.Block vector = layout.blocks().get(1);
    boolean isSure = Files.exists(folder.file(ItemFiles.PRECISIONS));
    try (JsonLines.Reader<ItemLine> lines =
            new JsonLines.Reader<>(folder.file(ItemFiles.LINES), ItemLine.class);
        NpyReader biases = open(ItemFiles.BIASES, 0);
        NpyReader vectors = open(ItemFiles.VECTORS, vector.size());
        NpyReader precisions = isSure ? open(ItemFiles.PRECISIONS, 2) : null) {
      float[] sure = new float[2];
      long items = 0;
      for (ItemLine line = lines.next(); line != null; line = lines.next(), items++) {
        checkId(lines, line);
        float[] row = model.newFeature(RowKind.ITEM_FEATURE);
        biases.read(row, bias.at());
        vectors.read(row, vector.at());
        if (precisions != null) {
          precisions.read(sure, 0);
          row[bias.precisionAt()] = positive(lines, sure[0]);
          row[vector.precisionAt()] = positive(lines, sure[1]);
        } else {
          trust(row, line.trainedOn() == null ? TRAINED_ON : Math.max(0, line.trainedOn()));
        }
        layout.putAccount(row, account(lines, line));
        limit(row, bias);
        limit(row, vector);
        rows.accept(line.itemId(), merged(lines, line, row));
      }
      if (biases.rows() != items || vectors.rows() != items) {
        throw new SnapshotException(
            folder.file(ItemFiles.LINES),
            "it has %d lines, but there are %d biases and %d vectors"
                .formatted(items, biases.rows(), vectors.rows()));
      }
    }
  }

  /// Makes a row as sure as so many ratings would, each of a typical user.
  private void trust(float[] row, int ratings) {
    float slope = model.settings().typicalSlope();
    double spread = model.settings().userFactorSpread();
    float each = slope * slope;
    RowLayout.Block bias = layout.blocks().get(0);
    RowLayout.Block vector = layout.blocks().get(1);
    row[bias.precisionAt()] += ratings * each;
    row[vector.precisionAt()] += (float) (ratings * each * spread * spread);
    row[bias.precisionAt()] = Math.min(row[bias.precisionAt()], bias.maxPrecision());
    row[vector.precisionAt()] = Math.min(row[vector.precisionAt()], vector.maxPrecision());
  }

  private static void limit(float[] row, RowLayout.Block block) {
    for (int i = block.at(); i < block.at() + block.size(); i++) {
      row[i] = Math.clamp(row[i], -RowLayout.LIMIT, RowLayout.LIMIT);
    }
  }

  private void readWaiting(BiConsumer<String, MergedItem> rows) throws IOException {
    try (JsonLines.Reader<ItemLine> lines =
        new JsonLines.Reader<>(folder.file(ItemFiles.WAITING), ItemLine.class)) {
      for (ItemLine line = lines.next(); line != null; line = lines.next()) {
        checkId(lines, line);
        rows.accept(line.itemId(), merged(lines, line, account(lines, line)));
      }
    }
  }

  private void readFeatures(BiConsumer<String, MergedItem> rows) throws IOException {
    try (JsonLines.Reader<FeatureLine> lines =
        new JsonLines.Reader<>(folder.file(ItemFiles.FEATURES), FeatureLine.class)) {
      for (FeatureLine line = lines.next(); line != null; line = lines.next()) {
        String id = line.feature();
        if (id == null || id.isEmpty() || !RowKind.isReserved(id) || !seen.add(id)) {
          throw lines.problem("it names no feature, or one that was there before");
        }
        float[] values = line.values();
        if (values == null || values.length != RowKind.of(id).layout(model).length()) {
          throw lines.problem("the row of the feature has another length than the model asks for");
        }
        checkFinite(lines, values);
        rows.accept(id, new MergedItem(values, line.ratings(), Sequences.NONE));
      }
    }
  }

  /// Reads what all share; who trained elsewhere knows the mean score and no more.
  private void readShared(BiConsumer<String, MergedItem> rows) throws IOException {
    try (NpyReader shared = open(ItemFiles.SHARED, 0)) {
      float[] row = model.newShared();
      if (shared.rows() != row.length && shared.rows() != 1) {
        throw new SnapshotException(
            folder.file(ItemFiles.SHARED),
            "it has %d numbers, but the model needs %d, or 1, the mean score"
                .formatted(shared.rows(), row.length));
      }
      for (int i = 0; i < shared.rows(); i++) {
        shared.read(row, i);
      }
      rows.accept("", new MergedItem(row, 0, Sequences.NONE));
    }
  }

  private NpyReader open(String name, int columns) throws IOException {
    NpyReader reader = new NpyReader(folder.file(name));
    if (reader.columns() != columns) {
      reader.close();
      throw new SnapshotException(
          folder.file(name),
          "it has %d columns, but the model needs %d. Set learning.factors and learning.model as they were when it was made"
              .formatted(reader.columns(), columns));
    }
    return reader;
  }

  private void checkId(JsonLines.Reader<ItemLine> lines, ItemLine line) {
    Rejection wrong = line.itemId() == null ? null : Ids.check("itemId", line.itemId());
    if (line.itemId() == null || wrong != null) {
      throw lines.problem(wrong == null ? "itemId is missing" : wrong.detail());
    }
    if (!seen.add(line.itemId())) {
      throw lines.problem("the item %s was there before".formatted(line.itemId()));
    }
  }

  private static float[] account(JsonLines.Reader<ItemLine> lines, ItemLine line) {
    if (line.account() == null) {
      return new float[RowLayout.WAITING.length()];
    }
    if (line.account().length != RowLayout.WAITING.length()) {
      throw lines.problem("account must be two numbers");
    }
    checkFinite(lines, line.account());
    return line.account();
  }

  private static MergedItem merged(JsonLines.Reader<ItemLine> lines, ItemLine line, float[] row) {
    int ratings = line.ratings() == null ? 0 : line.ratings();
    if (ratings < 0) {
      throw lines.problem("ratings is %d, but must be at least 0".formatted(ratings));
    }
    return new MergedItem(
        row, ratings, Sequences.NONE, line.ratedMs() == null ? 0 : line.ratedMs());
  }

  private static float positive(JsonLines.Reader<ItemLine> lines, float precision) {
    if (!(precision > 0)) {
      throw lines.problem("its precision is %s, but must be above 0".formatted(precision));
    }
    return precision;
  }

  private static void checkFinite(JsonLines.Reader<?> lines, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw lines.problem("a number is not finite");
      }
    }
  }
}
