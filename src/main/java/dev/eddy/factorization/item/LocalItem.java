package dev.eddy.factorization.item;

import dev.eddy.factorization.model.RowLayout;
import java.util.ArrayDeque;

/// One item as one partition sees it: the merged row, plus the deltas it sent that are not yet
/// contained there, plus what it learned since its last flush.
///
/// Without the partition's own part a hot item would take hundreds of steps from one stale value
/// during a backfill, and diverge.
final class LocalItem {

  /// More unacknowledged deltas than this are kept as one, under the newest number.
  private static final int MAX_PENDING = 8;

  /// As sequence number of a start: it is not sent.
  private static final long NOT_SENT = Long.MAX_VALUE;

  /// How a row of the item is laid out, once it has one.
  private final RowLayout whole;

  /// How the view is laid out: as a whole row, or as one that waits.
  private RowLayout layout;

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private float[] values;

  /// The natural form before anything was heard since the last flush: what later learning is
  /// measured from. Null while nothing was, as in most views.
  private float[] flushed;

  private MergedItem base;

  /// Where this partition started the item, until a merged row tells where it stands.
  private float[] start;

  private long startSequence = NOT_SENT;
  private int countChange;
  private boolean rated;

  private record Pending(long sequence, float[] change, int countChange) {}

  /// Creates the view of an item that has no merged row; the first delta will carry the start.
  static LocalItem started(RowLayout layout, float[] start) {
    LocalItem view = new LocalItem(layout, layout, null, start.clone());
    view.start = start;
    return view;
  }

  /// Creates the view of an item that is not admitted.
  ///
  /// @param base what is merged of it, or null
  static LocalItem waiting(RowLayout whole, MergedItem base) {
    float[] values = base == null ? new float[RowLayout.WAITING.length()] : base.values().clone();
    return new LocalItem(whole, RowLayout.WAITING, base, values);
  }

  /// Creates the view of a merged row.
  static LocalItem of(RowLayout layout, MergedItem base) {
    return new LocalItem(layout, layout, base, base.values().clone());
  }

  private LocalItem(RowLayout whole, RowLayout layout, MergedItem base, float[] values) {
    this.whole = whole;
    this.layout = layout;
    this.base = base;
    this.values = values;
  }

  /// Returns whether the item has no row to be learned: the values are an account of its ratings.
  boolean isWaiting() {
    return RowLayout.isWaiting(values);
  }

  /// Admits the item: from here on its row is learned, from a start.
  void admit(float[] newStart) {
    float[] own = own();
    float[] natural = whole.toNatural(newStart);
    whole.putAccount(natural, flushed);
    start = newStart;
    startSequence = NOT_SENT;
    layout = whole;
    show(natural, own);
  }

  /// Returns what changed since the last flush, in natural form.
  private float[] own() {
    float[] own = layout.toNatural(values);
    for (int i = 0; i < own.length; i++) {
      own[i] -= flushed[i];
    }
    return own;
  }

  /// Shows what changed since the last flush on top of what was known then.
  ///
  /// @param own null for nothing
  private void show(float[] natural, float[] own) {
    flushed = own == null ? null : natural;
    float[] shown = natural;
    if (own != null) {
      shown = natural.clone();
      whole.addNatural(shown, own);
    }
    if (values.length != layout.length()) {
      values = new float[layout.length()];
    }
    layout.fromNatural(shown, values);
  }

  /// Returns the current parameters; a writer calls [#hear] as well.
  float[] values() {
    return values;
  }

  /// Returns by how much the partition's own work, as far as the merged row does not contain it
  /// yet, changes the count of standing ratings.
  int countChange() {
    int change = countChange;
    for (Pending delta : pending) {
      change += delta.countChange;
    }
    return change;
  }

  MergedItem base() {
    return base;
  }

  /// Notes a change by what was heard of the item, and by how much the count of standing ratings
  /// changes. Returns true if the view was clean.
  boolean hear(int countBy) {
    rated |= countBy >= 0; // what is taken back keeps nothing alive
    countChange += countBy;
    if (isDirty()) {
      return false;
    }
    flushed = layout.toNatural(values);
    return true;
  }

  private boolean isDirty() {
    return flushed != null;
  }

  /// Returns true if nothing of the partition's own is in the view, so that it may be dropped.
  boolean isMergedOnly() {
    return !isDirty() && pending.isEmpty() && base != null;
  }

  /// Returns true if the view may be dropped where nothing is merged any more: it was of a row,
  /// and nothing has changed since the last flush.
  boolean isOfNothing() {
    return !isDirty() && base != null;
  }

  /// Takes over a newer merged row and lays the partition's own, not yet contained work on top.
  void rebase(MergedItem merged, int partition) {
    float[] own = isDirty() ? own() : null;
    long contained = merged.sequences().of(partition);
    pending.removeIf(delta -> delta.sequence <= contained);
    float[] natural = below(merged, contained);
    for (Pending delta : pending) {
      whole.addNatural(natural, delta.change);
    }
    show(natural, own);
    base = merged;
  }

  /// Returns the natural form of what the partition's own work is laid upon, and lays the view
  /// out like it.
  private float[] below(MergedItem merged, long contained) {
    if (!merged.isWaiting()) {
      layout = whole;
      start = null;
      return whole.toNatural(merged.values());
    }
    if (start == null || startSequence <= contained) { // nobody has admitted it, that is merged
      layout = RowLayout.WAITING;
      start = null;
      return layout.toNatural(merged.values());
    }
    float[] row = start.clone();
    whole.putAccount(row, merged.values());
    return whole.toNatural(row);
  }

  /// Returns what changed since the last flush and counts it as sent.
  ///
  /// @param nowMs the time by the clock of the partition, 0 where there is none
  ItemDelta flush(int partition, long sequence, long nowMs) {
    float[] natural = layout.toNatural(values);
    float[] change = new float[natural.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = natural[i] - flushed[i];
    }
    flushed = null;
    boolean starts = start != null && startSequence == NOT_SENT;
    ItemDelta delta =
        new ItemDelta(
            partition, sequence, countChange, starts ? start : null, change, rated ? nowMs : 0);
    if (starts) {
      startSequence = sequence;
    }
    remember(sequence, change, countChange);
    countChange = 0;
    rated = false;
    return delta;
  }

  private void remember(long sequence, float[] change, int counted) {
    float[] kept = change;
    int keptCount = counted;
    if (pending.size() == MAX_PENDING) {
      Pending last = pending.removeLast();
      boolean longer = last.change.length > kept.length;
      float[] sum = longer ? last.change : change.clone(); // the change itself is being sent
      whole.addNatural(sum, longer ? change : last.change);
      kept = sum;
      keptCount += last.countChange;
    }
    pending.addLast(new Pending(sequence, kept, keptCount));
  }
}
