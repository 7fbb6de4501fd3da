package dev.eddy.index;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;

/// One segment of the [ItemIndex]: rows by place, the numbers of their items, and their scan
/// vectors side by side, all made with the same shared row. A place without a row scores minus
/// infinity.
final class IndexSegment {

  private static final int OPTIMISTIC_TRIES = 4;

  /// A vector that is the common part but for rounding has no direction of its own.
  private static final float NOTHING_LEFT = 1e-5f;

  /// More than rounding can make of the length of what is left, as a part of the two lengths that
  /// it is the difference of: the root of what it makes of their squares.
  private static final float ROUNDING = 1e-3f;

  private final Model model;
  private final int stride;
  private final VectorKernels kernels;
  private final MergedItem[] rows = new MergedItem[ScanVectors.SEGMENT];
  private final int[] numbers = new int[ScanVectors.SEGMENT];
  private final float[] vectors;
  private final QuantizedVectors quantized;
  private final float[] biases = new float[ScanVectors.SEGMENT];
  private final float[] norms = new float[ScanVectors.SEGMENT];

  /// How many stand of each item, -1 where there is no row.
  private final int[] ratings = new int[ScanVectors.SEGMENT];

  private final StampedLock lock = new StampedLock();
  private float[] shared;

  /// Null while there are no axes.
  private ProjectionBounds bounds;

  /// Creates a segment.
  ///
  /// @param axes along which vectors are looked at first, or null
  IndexSegment(Model model, VectorKernels kernels, float[] shared, PrincipalAxes axes) {
    this.model = model;
    this.kernels = kernels;
    this.shared = shared;
    stride = model.scanLength();
    bounds = axes == null ? null : new ProjectionBounds(kernels, axes);
    vectors = new float[ScanVectors.SEGMENT * stride];
    quantized = new QuantizedVectors(kernels, stride);
    Arrays.fill(biases, Float.NEGATIVE_INFINITY);
    Arrays.fill(ratings, -1);
  }

  /// Takes over the row of an item.
  void put(int place, int number, MergedItem item) {
    long stamp = lock.writeLock();
    try {
      numbers[place] = number;
      rows[place] = item;
      ratings[place] = item.count();
      writeVector(place, item);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// Frees a place.
  void remove(int place) {
    long stamp = lock.writeLock();
    try {
      numbers[place] = 0;
      rows[place] = null;
      biases[place] = Float.NEGATIVE_INFINITY;
      ratings[place] = -1;
      if (bounds != null) {
        bounds.remove(place);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// Makes all vectors again with another shared row.
  void putShared(float[] newShared) {
    long stamp = lock.writeLock();
    try {
      shared = newShared;
      for (int place = 0; place < ScanVectors.SEGMENT; place++) {
        if (rows[place] != null) {
          writeVector(place, rows[place]);
        }
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// Looks at vectors along other axes first.
  void putAxes(PrincipalAxes axes) {
    long stamp = lock.writeLock();
    try {
      bounds = new ProjectionBounds(kernels, axes);
      for (int place = 0; place < ScanVectors.SEGMENT; place++) {
        if (rows[place] != null) {
          bounds.put(place, vectors, place * stride, stride, biases[place]);
        }
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void writeVector(int place, MergedItem item) {
    int at = place * stride;
    biases[place] = model.scanVector(shared, item.values(), vectors, at);
    norms[place] = (float) Math.sqrt(kernels.dot(vectors, at, vectors, at, stride));
    quantized.put(place, vectors, at);
    if (bounds != null) {
      bounds.put(place, vectors, at, stride, biases[place]);
    }
  }

  /// Finds the places whose score for a user, less what is the same for all, reaches a threshold.
  ///
  /// @param threshold minus infinity finds all
  void find(ScanQuery query, float threshold, Candidates into) {
    float least = Math.max(threshold, -Float.MAX_VALUE); // places without a row score less
    read(
        () -> {
          if (bounds != null && threshold > Float.NEGATIVE_INFINITY && query.prunes()) {
            findByBounds(query, least, into);
          } else {
            model.scan(query.with(shared), vectors, biases, ScanVectors.SEGMENT, into.bounds);
            into.size = kernels.reaching(into.bounds, 0, ScanVectors.SEGMENT, least, into.places);
            for (int i = 0; i < into.size; i++) {
              into.scores[i] = into.bounds[into.places[i]];
            }
          }
          for (int i = 0; i < into.size; i++) {
            into.numbers[i] = numbers[into.places[i]];
          }
        });
  }

  private void findByBounds(ScanQuery query, float least, Candidates into) {
    bounds.bounds(query.along(bounds.axes(), shared), into.bounds);
    into.size = kernels.reaching(into.bounds, 0, ScanVectors.SEGMENT, least, into.places);
    float[] whole = query.with(shared);
    for (int i = 0; i < into.size; i++) {
      int place = into.places[i];
      into.scores[i] = biases[place] + kernels.dot(whole, 0, vectors, place * stride, stride);
    }
  }

  /// Finds the places whose vector's cosine with a direction reaches a threshold. Vectors that are
  /// the common part have no direction and are not found.
  ///
  /// @param unit the direction, of length 1
  /// @param common what is taken out of each vector first
  /// @param leastRatings items with fewer are left out
  void findAlong(float[] unit, float[] common, float threshold, int leastRatings, Candidates into) {
    float along = kernels.dot(unit, 0, common, 0, stride);
    float square = kernels.dot(common, 0, common, 0, stride);
    float commonNorm = (float) Math.sqrt(square);
    read(
        () -> {
          into.size = 0;
          for (int place = 0; place < ScanVectors.SEGMENT; place++) {
            if (ratings[place] < leastRatings) {
              continue;
            }
            float norm = norms[place];
            // What is left of a vector is no shorter than that.
            float leastLeft = norm - commonNorm - ROUNDING * (norm + commonNorm);
            if (threshold >= 0
                && quantized.mostAlong(unit, place) - along < threshold * leastLeft) {
              continue;
            }
            int at = place * stride;
            float dot = kernels.dot(unit, 0, vectors, at, stride) - along;
            float inCommon = kernels.dot(common, 0, vectors, at, stride);
            float left = norm * norm - 2 * inCommon + square;
            float cosine = Math.clamp(dot / (float) Math.sqrt(left), -1, 1);
            if (left > NOTHING_LEFT * square && cosine >= threshold) {
              into.numbers[into.size] = numbers[place];
              into.scores[into.size++] = cosine;
            }
          }
        });
  }

  /// Runs a read until no row was written meanwhile. After a few disturbed tries it holds the
  /// writer, which is the index thread and nobody's learning, for one scan of the segment:
  /// microseconds.
  private void read(Runnable scan) {
    for (int i = 0; i < OPTIMISTIC_TRIES; i++) {
      long stamp = lock.tryOptimisticRead();
      if (stamp != 0) {
        scan.run();
        if (lock.validate(stamp)) {
          return;
        }
      }
    }
    long stamp = lock.readLock();
    try {
      scan.run();
    } finally {
      lock.unlockRead(stamp);
    }
  }
}
