package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;
import java.util.List;

/// A model that learns from single ratings. It has no state of its own: everything it learns is
/// in rows, plain arrays that the caller owns, stores and ships.
///
/// There are three kinds of rows: one a user, one an item, and one shared row for the whole model
/// (the global mean, the means of rows, the weights of a network, the trust in session biases).
/// Implementations are immutable and safe for use by several threads; the rows are not.
public interface Model extends Scoring, Learning, Scanning {

  /// Returns the name by which settings choose the model.
  String name();

  /// Returns what it computes with.
  VectorKernels kernels();

  /// Returns how a user's row is laid out.
  RowLayout userLayout();

  /// Returns how an item's row is laid out.
  RowLayout itemLayout();

  /// Returns how the shared row is laid out.
  RowLayout sharedLayout();

  /// Returns the layers, from the input on.
  List<Layer> layers();

  /// Returns what of the settings the content of rows depends on, for people: rows learned with
  /// another signature must not be learned on.
  String signature();
}
