package dev.eddy.factorization.item;

import dev.eddy.factorization.model.RowLayout;
import java.util.Arrays;

/// An item's row at its owner, into which the deltas of all partitions are merged.
public final class ItemRow {

  private float[] values;
  private int count;
  private Sequences sequences;
  private long ratedMs;

  private ItemRow(float[] values, int count, Sequences sequences, long ratedMs) {
    this.values = values;
    this.count = count;
    this.sequences = sequences;
    this.ratedMs = ratedMs;
  }

  /// Returns the row that a first delta creates: where its partition started, nothing counted.
  ///
  /// @param fallback where to start if the delta brings no start, as after a lost row
  public static ItemRow startedBy(ItemDelta delta, float[] fallback) {
    if (RowLayout.isWaiting(delta.change())) {
      return new ItemRow(new float[RowLayout.WAITING.length()], 0, Sequences.NONE, 0);
    }
    float[] start = delta.start() != null ? delta.start() : fallback;
    return new ItemRow(start.clone(), 0, Sequences.NONE, 0);
  }

  /// Returns a row as it was stored.
  public static ItemRow stored(MergedItem item) {
    return new ItemRow(item.values().clone(), item.count(), item.sequences(), item.ratedMs());
  }

  /// Merges one delta. Every delta counts: under exactly-once each arrives once, and its sequence
  /// number only tells the sender how far its work is contained.
  public void merge(ItemDelta delta, RowLayout layout) {
    if (isWaiting() && delta.start() != null) { // the item is admitted
      float[] start = delta.start().clone();
      layout.putAccount(start, values);
      values = start;
    }
    if (values.length == delta.change().length) {
      (isWaiting() ? RowLayout.WAITING : layout).merge(values, delta.change());
    } else {
      mergeAccount(delta, layout);
    }
    count += delta.countChange();
    if (delta.ratedMs() > 0) {
      ratedMs = Math.max(ratedMs, delta.ratedMs()); // an item that was let go is not, any more
    } else if (delta.countChange() > 0) {
      ratedMs = 0; // rated at a time that nobody knows: not longer ago than now, whenever that is
    }
    sequences = sequences.with(delta.partition(), delta.sequence());
    assert isFinite() : "merging %s made %s".formatted(delta, Arrays.toString(values));
  }

  private boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /// Merges what a row that waits and one that does not have in common. A partition that has not
  /// heard that an item was admitted knows of ratings only; one that has not heard that a row was
  /// lost has learned from a row that nobody can tell any more.
  private void mergeAccount(ItemDelta delta, RowLayout layout) {
    boolean waiting = isWaiting();
    float[] account = waiting ? values : layout.account(values);
    float[] change = waiting ? layout.account(delta.change()) : delta.change();
    RowLayout.WAITING.merge(account, change);
    if (!waiting) {
      layout.putAccount(values, account);
    }
  }

  /// Lets go what was learned; the count and the account of ratings stay. The next rating starts
  /// the row anew.
  public void retire(RowLayout layout) {
    if (!isWaiting()) {
      values = layout.account(values);
    }
    ratedMs = -ratedMs;
  }

  /// Returns whether the item was let go: its ratings may leave, too.
  public boolean isRetired() {
    return ratedMs < 0;
  }

  /// Returns how many ratings of the item stand.
  public int count() {
    return count;
  }

  /// Returns when the item was last rated; 0 where that is not known.
  public long ratedMs() {
    return Math.abs(ratedMs);
  }

  /// Sets when the item was last rated.
  public void ratedAt(long timeMs) {
    ratedMs = timeMs;
  }

  /// Returns whether the item is not admitted.
  public boolean isWaiting() {
    return RowLayout.isWaiting(values);
  }

  /// Returns the row as it is stored and published, not changed by later merges.
  public MergedItem publish() {
    return new MergedItem(values.clone(), count, sequences, ratedMs);
  }
}
