package dev.eddy.store;

import dev.eddy.factorization.Model;

/// A user's side of a scan, made once for each shared row that segments were made with: as a rule
/// one, two while a newer one is being taken over. Serves one scan.
final class ScanQuery {

  private final Model model;
  private final float[] user;
  private float[] shared;
  private float[] query;

  ScanQuery(Model model, float[] user) {
    this.model = model;
    this.user = user;
  }

  @SuppressWarnings("ReferenceEquality") // shared rows are replaced whole
  float[] with(float[] newShared) {
    if (query == null || newShared != shared) {
      shared = newShared;
      query = model.scanQuery(shared, user);
    }
    return query;
  }
}
