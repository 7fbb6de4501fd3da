package dev.eddy.index;

import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.VectorKernels;

/// A user's side of a scan, made once for each shared row that segments were made with: as a rule
/// one, two while a newer one is being taken over. Serves one scan.
final class ScanQuery {

  /// Where bounds leave more of a segment than this, a plain scan is faster ...
  private static final int MOST_CANDIDATES = ScanVectors.SEGMENT / 4;

  /// ... and so many segments are scanned plainly before bounds are tried again.
  private static final int REST = 8;

  private final Model model;
  private final VectorKernels kernels;
  private final float[] user;
  private float[] shared;
  private float[] query;
  private PrincipalAxes axes;
  private float[] along;
  private int resting;

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

  /// Returns whether bounds are looked at first in the next segment.
  boolean prunes() {
    return resting == 0;
  }

  /// Notes how many rows of a segment had to be looked at.
  void found(int candidates) {
    if (resting > 0) {
      resting--;
    } else if (candidates > MOST_CANDIDATES) {
      resting = REST;
    }
  }

  /// Returns the query along some axes; for models whose query does not depend on the shared row.
  @SuppressWarnings("ReferenceEquality") // axes are replaced whole
  float[] along(PrincipalAxes newAxes, float[] newShared) {
    if (newAxes != axes) {
      axes = newAxes;
      along = ProjectionBounds.query(kernels, axes, with(newShared));
    }
    return along;
  }
}
