package dev.eddy.index;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;

/// The vectors of items, packed into dense segments that are scanned one after the other.
///
/// A slot belongs to an item only while it has a row to be scanned: items that are merely named or
/// counted need none, and the slots of those that left are used again.
///
/// Any number of threads scan. A scan takes each segment under a sequence lock: it copies nothing,
/// and scans a segment again if a row of it was written meanwhile. It waits only while a segment
/// takes over other axes or another shared row.
final class ScanVectors {

  static final int NO_SLOT = -1;

  /// Rows in one segment: small enough that a scan of one is seldom disturbed.
  static final int SEGMENT = 1024;

  /// The axes of so many items are those of all.
  static final int SAMPLE_FOR_AXES = 10_000;

  /// A smaller index is scanned whole.
  private static final int FEWEST_FOR_AXES = 2_000;

  /// Finding axes takes time with the cube of the length; longer vectors are scanned whole.
  private static final int LONGEST_FOR_AXES = 256;

  /// Axes are found anew when items have changed so often, on average. Old ones cost time only.
  private static final long AXES_OUTLIVE = 16;

  private final Model model;
  private final VectorKernels kernels;
  private volatile IndexSegment[] segments = new IndexSegment[0];

  /// As many as there were scans at a time, at most: one takes 16 KB, more than all else of a list.
  private final Queue<Candidates> spare = new ConcurrentLinkedQueue<>();

  private final IntArrayFIFOQueue freeSlots = new IntArrayFIFOQueue();
  private int slots;
  private volatile float[] shared;
  private PrincipalAxes axes;
  private long axesVersion;

  ScanVectors(Model model, VectorKernels kernels) {
    this.model = model;
    this.kernels = kernels;
    shared = model.newShared();
  }

  /// Lets scans find a row.
  ///
  /// @param slot where it is so far, or [#NO_SLOT]
  /// @return where it is now
  synchronized int put(int slot, int number, MergedItem item) {
    int at = slot >= 0 ? slot : freeSlots.isEmpty() ? newSlot() : freeSlots.dequeueInt();
    segments[at / SEGMENT].put(at % SEGMENT, number, item);
    return at;
  }

  private int newSlot() {
    if (slots / SEGMENT == segments.length) {
      IndexSegment[] grown = Arrays.copyOf(segments, segments.length + 1);
      grown[segments.length] = new IndexSegment(model, kernels, shared, axes);
      segments = grown;
    }
    return slots++;
  }

  /// Takes a row out; its slot may be used again.
  synchronized void remove(int slot) {
    segments[slot / SEGMENT].remove(slot % SEGMENT);
    freeSlots.enqueue(slot);
  }

  /// Returns for how many rows there is room in memory.
  int room() {
    return segments.length * SEGMENT;
  }

  /// Returns how many rows scans find.
  synchronized int taken() {
    return slots - freeSlots.size();
  }

  /// Makes the vectors anew, if they depend on the shared row and this is another one.
  @SuppressWarnings("ReferenceEquality") // shared rows are replaced whole
  void followShared(float[] newest) {
    if (!model.scansWithShared() || newest == shared) {
      return;
    }
    IndexSegment[] now;
    synchronized (this) { // a segment that is added later is made with the newer row
      shared = newest;
      now = segments;
    }
    for (IndexSegment segment : now) {
      segment.putShared(newest);
    }
  }

  /// Returns whether it is time to find axes.
  ///
  /// @param size how many items have a row
  /// @param version grows with each change of a row
  boolean wantsAxes(int size, long version) {
    return model.scansByProduct()
        && model.scanLength() >= 2 * ProjectionBounds.LENGTH
        && model.scanLength() <= LONGEST_FOR_AXES
        && size >= FEWEST_FOR_AXES
        && (axes == null || version - axesVersion >= AXES_OUTLIVE * size);
  }

  /// Finds the axes along which the vectors of a sample are longest, and looks at all along them.
  void findAxes(List<MergedItem> sample, long version) {
    axesVersion = version;
    List<float[]> vectors = new ArrayList<>();
    for (MergedItem item : sample) {
      float[] vector = new float[model.scanLength()];
      model.scanVector(shared, item.values(), vector, 0);
      if (Float.isFinite(kernels.dot(vector, 0, vector, 0, vector.length))) {
        vectors.add(vector); // one that is not would spoil the axes of all
      }
    }
    if (vectors.size() >= FEWEST_FOR_AXES / 2) {
      putAxes(PrincipalAxes.of(vectors, ProjectionBounds.LENGTH));
    }
  }

  private void putAxes(PrincipalAxes newAxes) {
    IndexSegment[] now;
    synchronized (this) { // a segment that is added later is made with them
      axes = newAxes;
      now = segments;
    }
    for (IndexSegment segment : now) {
      segment.putAxes(newAxes);
    }
  }

  /// Offers the items with the highest scores.
  void scan(ScanQuery query, IntPredicate accept, TopN best) {
    Candidates candidates = spare();
    for (IndexSegment segment : segments) {
      float threshold = best.threshold();
      segment.find(query, threshold, candidates);
      if (threshold > Float.NEGATIVE_INFINITY) { // until the list is full, everything is found
        query.found(candidates.size);
      }
      candidates.offer(accept, best);
    }
    spare.add(candidates);
  }

  private Candidates spare() {
    Candidates candidates = spare.poll();
    return candidates == null ? new Candidates() : candidates;
  }

  /// Writes the scores of all items, by number; items that were numbered meanwhile are left out.
  ///
  /// @param offset is added to each
  void score(ScanQuery query, float offset, float[] scores) {
    Candidates candidates = spare();
    for (IndexSegment segment : segments) {
      segment.find(query, Float.NEGATIVE_INFINITY, candidates);
      for (int i = 0; i < candidates.size; i++) {
        int number = candidates.numbers[i];
        if (number < scores.length) {
          scores[number] = candidates.scores[i] + offset;
        }
      }
    }
    spare.add(candidates);
  }

  /// Offers the items whose vectors point most in a direction, by cosine.
  ///
  /// @param unit the direction, of length 1
  /// @param common what is taken from each vector first
  /// @param leastRatings items with fewer are left out
  void along(float[] unit, float[] common, int leastRatings, IntPredicate accept, TopN best) {
    Candidates candidates = spare();
    for (IndexSegment segment : segments) {
      segment.findAlong(unit, common, best.threshold(), leastRatings, candidates);
      candidates.offer(accept, best);
    }
    spare.add(candidates);
  }
}
