package dev.eddy.factorization.item;

import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// All items as one partition sees them; see [LocalItem]. Used by one thread.
///
/// An item that the partition has nothing of its own in needs no view: the merged row is read as
/// it is. So memory holds the items in flight, not the catalog.
public final class LocalItems {

  private final Model model;
  private final ItemRows rows;
  private final RowStarts starts;
  private final int partition;
  private final int admitAfter;

  /// Whether an item may be merged and yet have no row.
  private final boolean someWait;

  private long nowMs;
  private final IntArrayList dirty = new IntArrayList();
  private LocalItem[] views = new LocalItem[1024];
  private final IntArrayList held = new IntArrayList();

  public LocalItems(Model model, ItemRows rows, RowStarts starts, int partition) {
    this.model = model;
    this.rows = rows;
    this.starts = starts;
    this.partition = partition;
    admitAfter = model.settings().admission().admitItemAfter();
    someWait = admitAfter > 1 || model.settings().admission().expireItemAfterMs() > 0;
  }

  /// Returns the parameters of an item, for reading; an item nobody knows, or that is not
  /// admitted, is where it would start.
  public float[] read(int number) {
    float[] row = row(number);
    return row != null ? row : start(number);
  }

  /// Returns the parameters of an item that has a row, for reading; null for another.
  public float[] row(int number) {
    LocalItem view = number < views.length ? views[number] : null;
    MergedItem merged = rows.merged(number);
    if (view == null) {
      return merged != null ? merged.values() : null;
    }
    refresh(view, number, merged);
    return view.isWaiting() ? null : view.values();
  }

  /// Returns the parameters of an item that has a row as [#row] does, but perhaps without what was
  /// merged since the last flush: without looking for it, for those who look at many items.
  public float[] glance(int number) {
    LocalItem view = number < views.length ? views[number] : null;
    if (view == null) {
      return rows.values(number);
    }
    return view.isWaiting() ? null : view.values();
  }

  @SuppressWarnings("ReferenceEquality") // a newer merged row is another object
  private void refresh(LocalItem view, int number, MergedItem merged) {
    MergedItem base = merged != null || !someWait ? merged : rows.waiting(number);
    if (base != null && view.base() != base) {
      view.rebase(base, partition);
    }
  }

  /// Returns how many ratings of an item stand, as far as they are merged or this partition's.
  public int count(int number) {
    LocalItem view = number < views.length ? views[number] : null;
    if (view == null) {
      MergedItem merged = rows.merged(number);
      MergedItem base = merged != null ? merged : rows.waiting(number);
      return base == null ? 0 : base.count();
    }
    refresh(view, number, rows.merged(number)); // so that nothing counts twice
    return (view.base() == null ? 0 : view.base().count()) + view.countChange();
  }

  /// Returns the parameters of an item, to be changed by what was heard of it, and notes the
  /// change. Of an item that is not admitted they are the account of its ratings: see
  /// [RowLayout#isWaiting] and [#admit].
  ///
  /// @param countBy by how much the number of standing ratings changes
  public float[] write(int number, int countBy) {
    LocalItem view = held(number);
    note(number, view.hear(countBy));
    return view.values();
  }

  /// Admits an item of which [#write] returned an account, if by now so many of its ratings stand
  /// that it is due.
  ///
  /// @return its parameters, to be changed; those that `write` returned where it is not due
  public float[] admit(int number) {
    LocalItem view = views[number];
    int ratings = count(number); // takes in what was merged meanwhile, perhaps a row
    if (view.isWaiting() && ratings >= admitAfter) {
      view.admit(start(number));
    }
    return view.values();
  }

  /// Returns a row to try things out on: where the item would start.
  public float[] start(int number) {
    return starts.start(rows.id(number), this::read);
  }

  private void note(int number, boolean wasClean) {
    if (wasClean) {
      dirty.add(number);
    }
  }

  private LocalItem held(int number) {
    if (number >= views.length) {
      views = Arrays.copyOf(views, Math.max(number + 1, views.length * 2));
    }
    LocalItem view = views[number];
    if (view == null) {
      MergedItem merged = rows.merged(number);
      view = merged != null ? LocalItem.of(layout(number), merged) : withoutRow(number);
      views[number] = view;
      held.add(number);
    } else {
      refresh(view, number, rows.merged(number));
    }
    return view;
  }

  /// Returns the view of what has no merged row: an item that waits, if anything must wait, or
  /// one that is started here and now.
  private LocalItem withoutRow(int number) {
    MergedItem waiting = rows.waiting(number);
    boolean mustWait = admitAfter > 1 && RowKind.of(rows.id(number)) == RowKind.ITEM;
    return waiting != null || mustWait
        ? LocalItem.waiting(layout(number), waiting)
        : LocalItem.started(layout(number), start(number));
  }

  /// Hands out what changed of each item since its last flush, and drops views that hold nothing
  /// of the partition's own any more.
  public void flush(long sequence, BiConsumer<String, ItemDelta> deltas) {
    for (int i = 0; i < dirty.size(); i++) {
      int number = dirty.getInt(i);
      refresh(views[number], number, rows.merged(number)); // a row may have become another
      deltas.accept(rows.id(number), views[number].flush(partition, sequence, nowMs));
    }
    dirty.clear();
    held.removeIf(
        number -> {
          boolean needed = isNeeded(number);
          if (!needed) {
            views[number] = null;
          }
          return !needed;
        });
  }

  private boolean isNeeded(int number) {
    LocalItem view = views[number];
    MergedItem merged = rows.merged(number);
    refresh(view, number, merged);
    return !view.isMergedOnly()
        && !(merged == null && rows.waiting(number) == null && view.isOfNothing());
  }

  /// Sets what time it is, for the deltas that are handed out.
  public void setTime(long newNowMs) {
    nowMs = newNowMs;
  }

  /// Returns whether an item has left: its owner has let it go, and it was last rated before some
  /// time. One that merely waits to be admitted looks alike, and has not left.
  public boolean hasLeft(int number, long beforeMs) {
    MergedItem waiting = rows.merged(number) == null ? rows.waiting(number) : null;
    return waiting != null && waiting.ratedMs() < 0 && -waiting.ratedMs() < beforeMs;
  }

  private RowLayout layout(int number) {
    return RowKind.of(rows.id(number)).layout(model);
  }
}
