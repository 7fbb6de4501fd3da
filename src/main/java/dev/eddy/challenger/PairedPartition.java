package dev.eddy.challenger;

import it.unimi.dsi.fastutil.doubles.DoubleArrayFIFOQueue;
import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;

/// The pairs of one partition: a merge of two series of offsets that grow.
final class PairedPartition {

  /// So far one model may be ahead of the other, in ratings.
  static final int MOST_AHEAD = 1 << 14;

  private final Series first = new Series();
  private final Series second = new Series();
  private PairedEvidence evidence = PairedEvidence.NONE;
  private long unpaired;

  /// What one model told, and has no pair yet.
  private static final class Series {
    private final LongArrayFIFOQueue offsets = new LongArrayFIFOQueue();
    private final DoubleArrayFIFOQueue losses = new DoubleArrayFIFOQueue();
    private long last = -1;

    /// @return false for one that was told before
    boolean add(long offset, double loss) {
      if (offset <= last) {
        return false;
      }
      last = offset;
      offsets.enqueue(offset);
      losses.enqueue(loss);
      return true;
    }

    boolean isEmpty() {
      return offsets.isEmpty();
    }

    long head() {
      return offsets.firstLong();
    }

    double take() {
      offsets.dequeueLong();
      return losses.dequeueDouble();
    }
  }

  synchronized void first(long offset, double loss) {
    if (first.add(offset, loss)) {
      merge();
    }
  }

  synchronized void second(long offset, double loss) {
    if (second.add(offset, loss)) {
      merge();
    }
  }

  private void merge() {
    while (!first.isEmpty() && !second.isEmpty()) {
      long difference = first.head() - second.head();
      if (difference == 0) {
        evidence = evidence.with(first.take(), second.take());
      } else {
        drop(difference < 0 ? first : second);
      }
    }
    dropHopeless(first, second);
    dropHopeless(second, first);
  }

  /// What the other model has passed without a word gets no pair, nor does what it is too far
  /// behind.
  private void dropHopeless(Series series, Series other) {
    while (!series.isEmpty()
        && (series.head() <= other.last || series.offsets.size() > MOST_AHEAD)) {
      drop(series);
    }
  }

  private void drop(Series series) {
    var _ = series.take();
    unpaired++;
  }

  synchronized PairedEvidence evidence() {
    return evidence;
  }

  synchronized long unpaired() {
    return unpaired;
  }
}
