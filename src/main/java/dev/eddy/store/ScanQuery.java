package dev.eddy.store;

import dev.eddy.factorization.Model;
import dev.eddy.factorization.PrincipalAxes;
import dev.eddy.kernel.VectorKernels;

/// A user's side of a scan, made once for each shared row that segments were made with: as a rule
/// one, two while a newer one is being taken over. Serves one scan.
final class ScanQuery {

  private final Model model;
  private final VectorKernels kernels;
  private final float[] user;
  private float[] shared;
  private float[] query;
  private PrincipalAxes axes;
  private Heads.Split split;
  private boolean pruning = true;

  ScanQuery(Model model, VectorKernels kernels, float[] user) {
    this.model = model;
    this.kernels = kernels;
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

  /// Returns whether it pays to look at heads first.
  boolean prunes() {
    return pruning;
  }

  /// Notes that heads passed too few rows over to be worth their while; the rest of the scan goes
  /// without them.
  void stopPruning() {
    pruning = false;
  }

  /// Returns the query along some axes; for models whose query does not depend on the shared row.
  @SuppressWarnings("ReferenceEquality") // axes are replaced whole
  Heads.Split along(PrincipalAxes newAxes, float[] newShared) {
    if (newAxes != axes) {
      axes = newAxes;
      float[] whole = with(newShared);
      split = Heads.Split.of(kernels, axes, whole, 0, whole.length);
    }
    return split;
  }
}
