package dev.eddy.choice;

import it.unimi.dsi.fastutil.ints.Int2FloatMap;
import it.unimi.dsi.fastutil.ints.Int2FloatOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// For each item those that are chosen after it: the slots of all items ([ChoiceItem#weightOf]) the
/// other way round. It follows from the items, so nobody stores or sends it.
///
/// One thread at a time puts and publishes; any thread may read what was published.
public final class Followers {

  /// Of one item so many followers count, the nearest.
  private static final int MOST = 128;

  private static final List NONE = new List(new int[0], new float[0]);

  /// By number: the weights of all followers; null where there are none. Of who puts.
  private Int2FloatOpenHashMap[] all = new Int2FloatOpenHashMap[64];

  private boolean[] isDirty = new boolean[64];
  private final IntArrayList dirty = new IntArrayList();
  private volatile AtomicReferenceArray<List> published = new AtomicReferenceArray<>(64);

  /// Creates followers of nothing.
  public Followers() {}

  /// The followers of one item, in no order. Immutable.
  ///
  /// @param items their numbers
  /// @param weights how often each was chosen soon after the item
  public record List(int[] items, float[] weights) {}

  /// Takes over an item.
  ///
  /// @param before as it was taken over last, or null
  /// @param now as it is now
  public void put(int number, ChoiceItem before, ChoiceItem now) {
    if (before != null) {
      for (int slot = 0; slot < before.neighbours(); slot++) {
        int chosen = before.neighbour(slot);
        if (now.weightOf(chosen) == 0) {
          of(chosen).remove(number);
          note(chosen);
        }
      }
    }
    for (int slot = 0; slot < now.neighbours(); slot++) {
      int chosen = now.neighbour(slot);
      float weight = now.weight(slot);
      if (weight > 0 && of(chosen).put(number, weight) != weight) {
        note(chosen);
      }
    }
  }

  private Int2FloatOpenHashMap of(int number) {
    if (number >= all.length) {
      int length = Math.max(number + 1, 2 * all.length);
      all = Arrays.copyOf(all, length);
      isDirty = Arrays.copyOf(isDirty, length);
    }
    if (all[number] == null) {
      all[number] = new Int2FloatOpenHashMap(4);
    }
    return all[number];
  }

  private void note(int number) {
    if (!isDirty[number]) {
      isDirty[number] = true;
      dirty.add(number);
    }
  }

  /// Shows to readers what was put.
  ///
  /// @param rows the items, for how often each was chosen
  public void publish(ChoiceRows rows) {
    AtomicReferenceArray<List> lists = published;
    if (lists.length() < all.length) {
      AtomicReferenceArray<List> longer = new AtomicReferenceArray<>(all.length);
      for (int number = 0; number < lists.length(); number++) {
        longer.setPlain(number, lists.getPlain(number));
      }
      lists = longer;
    }
    for (int n = 0; n < dirty.size(); n++) {
      int number = dirty.getInt(n);
      isDirty[number] = false;
      lists.setRelease(number, list(all[number], rows));
    }
    dirty.clear();
    published = lists;
  }

  private static List list(Int2FloatOpenHashMap followers, ChoiceRows rows) {
    int[] items = new int[followers.size()];
    float[] weights = new float[items.length];
    float[] nearness = new float[items.length];
    int size = 0;
    for (Int2FloatMap.Entry entry : followers.int2FloatEntrySet()) {
      ChoiceItem item = rows.item(entry.getIntKey());
      items[size] = entry.getIntKey();
      weights[size] = entry.getFloatValue();
      nearness[size++] =
          Neighbourhood.near(1, entry.getFloatValue(), item == null ? 0 : item.root());
    }
    if (size <= MOST) {
      return new List(items, weights);
    }
    float[] sorted = nearness.clone();
    Arrays.sort(sorted);
    float least = sorted[size - MOST];
    int kept = 0;
    for (int n = 0; n < size && kept < MOST; n++) {
      if (nearness[n] >= least) {
        items[kept] = items[n];
        weights[kept++] = weights[n];
      }
    }
    return new List(Arrays.copyOf(items, kept), Arrays.copyOf(weights, kept));
  }

  /// Returns the nearest followers of an item, as they were published last.
  public List after(int number) {
    AtomicReferenceArray<List> lists = published;
    List list = number < lists.length() ? lists.getAcquire(number) : null;
    return list == null ? NONE : list;
  }
}
