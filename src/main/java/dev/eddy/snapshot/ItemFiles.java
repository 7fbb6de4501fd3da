package dev.eddy.snapshot;

import java.util.List;

/// The names of the files that hold items.
final class ItemFiles {

  static final String LINES = "items.jsonl";
  static final String BIASES = "item-biases.npy";
  static final String VECTORS = "item-vectors.npy";
  static final String PRECISIONS = "item-precisions.npy";
  static final String WAITING = "waiting.jsonl";
  static final String FEATURES = "features.jsonl";
  static final String SHARED = "shared.npy";

  static final List<String> NEEDED = List.of(LINES, BIASES, VECTORS);

  private ItemFiles() {}
}
