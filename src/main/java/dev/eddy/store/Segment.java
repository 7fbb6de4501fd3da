package dev.eddy.store;

import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.StampedLock;

/// One segment of the [ItemIndex]: rows by place, and their scan vectors side by side. A place
/// without a row scores minus infinity.
final class Segment {

  private static final int OPTIMISTIC_TRIES = 4;

  private final int stride;
  private final VectorKernels kernels;
  private final AtomicReferenceArray<String> ids = new AtomicReferenceArray<>(ItemIndex.SEGMENT);
  private final AtomicReferenceArray<MergedItem> merged =
      new AtomicReferenceArray<>(ItemIndex.SEGMENT);
  private final float[] vectors;
  private final float[] biases = new float[ItemIndex.SEGMENT];
  private final float[] norms = new float[ItemIndex.SEGMENT];
  private final StampedLock lock = new StampedLock();

  Segment(int stride, VectorKernels kernels) {
    this.stride = stride;
    this.kernels = kernels;
    vectors = new float[ItemIndex.SEGMENT * stride];
    Arrays.fill(biases, Float.NEGATIVE_INFINITY);
  }

  String id(int place) {
    return ids.get(place);
  }

  void setId(int place, String id) {
    ids.set(place, id);
  }

  MergedItem merged(int place) {
    return merged.get(place);
  }

  /// Keeps a row that is never scanned.
  void putMerged(int place, MergedItem item) {
    merged.set(place, item);
  }

  void put(int place, MergedItem item, Model model) {
    long stamp = lock.writeLock();
    try {
      int at = place * stride;
      biases[place] = model.scanVector(item.values(), vectors, at);
      norms[place] = (float) Math.sqrt(kernels.dot(vectors, at, vectors, at, stride));
      merged.set(place, item);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// Writes the score of each place for a query: bias plus inner product.
  void scores(float[] query, float[] scores) {
    read(
        () -> kernels.scores(query, 0, vectors, stride, stride, biases, ItemIndex.SEGMENT, scores));
  }

  /// Writes the cosine of each place's vector and a query; not a number where there is no row.
  void cosines(float[] query, float[] cosines) {
    float norm = (float) Math.sqrt(kernels.dot(query, 0, query, 0, stride));
    read(
        () -> {
          for (int place = 0; place < ItemIndex.SEGMENT; place++) {
            float dot = kernels.dot(query, 0, vectors, place * stride, stride);
            cosines[place] = dot / (norm * norms[place]);
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
