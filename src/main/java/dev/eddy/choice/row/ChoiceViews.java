package dev.eddy.choice.row;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/// All items as one partition sees them: the merged rows, with its own changes on top as long as
/// the merged rows do not contain them. Used by the thread that learns.
public final class ChoiceViews implements ChoiceRows {

  private final MergedItems merged;
  private final int partition;
  private final SharedView shared = new SharedView();

  /// By number; null where there is nothing of the partition's own.
  private ChoiceView[] views = new ChoiceView[64];

  /// Items with changes that were not flushed.
  private final IntArrayList dirty = new IntArrayList();

  /// Items with changes that were flushed and, as far as is known, not merged.
  private final IntArrayList waiting = new IntArrayList();

  /// Items that are not merged yet.
  private final IntArrayList own = new IntArrayList();

  public ChoiceViews(MergedItems merged, int partition) {
    this.merged = merged;
    this.partition = partition;
  }

  @Override
  public ChoiceCounts item(int number) {
    ChoiceView view = number < views.length ? views[number] : null;
    ChoiceItem base = merged.item(number);
    if (view == null) {
      return base;
    }
    if (base != view.base() && base != null) {
      view.rebase(base, partition);
      if (view.isMergedOnly()) {
        views[number] = null;
        return base;
      }
    }
    return view.shown();
  }

  @Override
  public ChoiceShared shared() {
    return shared.on(merged.shared(), partition);
  }

  @Override
  public Neighbours.List near(int number) {
    return merged.near(number);
  }

  /// Returns an item to be changed.
  public ChoiceView write(int number) {
    if (number >= views.length) {
      views = Arrays.copyOf(views, Math.max(number + 1, 2 * views.length));
    }
    item(number); // brings the view up to date
    ChoiceView view = views[number];
    if (view == null) {
      ChoiceItem base = merged.item(number);
      view = new ChoiceView(base);
      views[number] = view;
      if (base == null) {
        own.add(number);
      }
    }
    if (!view.isDirty()) {
      dirty.add(number);
      view.open();
    }
    return view;
  }

  @Override
  public int size() {
    return merged.size() + own.size();
  }

  @Override
  public int numberAt(int place) {
    int size = merged.size();
    return place < size ? merged.numberAt(place) : own.getInt(place - size);
  }

  /// Hands out what changed since the last flush.
  public void flush(long sequence, ChoiceSink sink) {
    waiting.removeIf((int number) -> !isWaiting(number));
    for (int n = 0; n < dirty.size(); n++) {
      int number = dirty.getInt(n);
      if (!views[number].isWaiting()) {
        waiting.add(number);
      }
      sink.item(number, views[number].flush(partition, sequence));
    }
    dirty.clear();
    sink.shared(shared.flush(partition, sequence));
    own.removeIf((int number) -> merged.item(number) != null);
  }

  /// Returns whether an item's view holds flushed changes still; drops one that holds nothing.
  private boolean isWaiting(int number) {
    item(number);
    return views[number] != null && views[number].isWaiting();
  }
}
