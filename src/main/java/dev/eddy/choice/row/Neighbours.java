package dev.eddy.choice.row;

import it.unimi.dsi.fastutil.ints.Int2FloatMap;
import it.unimi.dsi.fastutil.ints.Int2FloatOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// For each item those that are chosen near it: after it, and half as much before it.
///
/// Items keep what was chosen before them ([ChoiceItem#weightOf]); this is the same from both
/// sides, ready to be summed over a history. It follows from the items, so nobody stores or sends
/// it.
///
/// One thread at a time puts and publishes; any thread may read what was published.
public final class Neighbours {

  /// Of one item so many neighbours count, the nearest.
  private static final int MOST = 256;

  /// What was chosen before an item counts so much as what was chosen after it.
  private static final float BEFORE = 0.5f;

  /// Added to what a weight is divided by: what is rare is near by chance.
  private static final float SHRINKAGE = 10;

  /// By so much of it the square root of a count may grow before the lists that go by it are made
  /// anew: else each choice of a popular item would make hundreds of them.
  private static final float UNNOTED = 0.05f;

  private static final List NONE = new List(new int[0], new float[0], new float[0]);

  /// By number: what was chosen after the item, how often; null where nothing was. Of who puts.
  private Int2FloatOpenHashMap[] after = new Int2FloatOpenHashMap[64];

  /// By number: the square root of the item's count when all its neighbours' lists were noted.
  private float[] rootNoted = new float[64];

  private boolean[] isDirty = new boolean[64];
  private final IntArrayList dirty = new IntArrayList();

  /// The neighbours of the item at hand, and by number the place of each among them.
  private int[] found = new int[256];

  private float[] weights = new float[256];
  private int size;
  private int[] placeOf = new int[64];

  private volatile AtomicReferenceArray<List> published = new AtomicReferenceArray<>(64);

  /// Creates neighbours of nothing.
  public Neighbours() {}

  /// The neighbours of one item, in no order. Immutable.
  ///
  /// @param items their numbers
  /// @param near how near each is, `c / (√(n·m) + 10)`, with `c` how often both were chosen near
  ///     each other and `n` and `m` how often each was chosen; √m is that of when the list was made
  /// @param likely how likely each is chosen near the item, `c / (n + 10)` with `n` of the item
  public record List(int[] items, float[] near, float[] likely) {}

  /// Takes over an item.
  ///
  /// @param before as it was taken over last, or null
  /// @param now as it is now
  public void put(int number, ChoiceItem before, ChoiceItem now) {
    note(number);
    boolean counts = Math.abs(now.root() - rootNoted[number]) > UNNOTED * rootNoted[number];
    if (before != null) {
      for (int slot = 0; slot < before.neighbours(); slot++) {
        int chosen = before.neighbour(slot);
        boolean stayed = slot < now.neighbours() && now.neighbour(slot) == chosen;
        if (!stayed && now.weightOf(chosen) == 0) {
          after(chosen).remove(number);
          note(chosen);
        }
      }
    }
    for (int slot = 0; slot < now.neighbours(); slot++) {
      int chosen = now.neighbour(slot);
      float weight = now.weight(slot);
      boolean grew =
          !isSame(before, slot, chosen, weight) && after(chosen).put(number, weight) != weight;
      if (counts || grew) {
        note(chosen);
      }
    }
    if (counts) {
      rootNoted[number] = now.root();
    }
  }

  /// Returns whether a slot is known to be as it was: slots keep their places.
  private static boolean isSame(ChoiceItem before, int slot, int chosen, float weight) {
    return before != null
        && slot < before.neighbours()
        && before.neighbour(slot) == chosen
        && before.weight(slot) == weight;
  }

  private Int2FloatOpenHashMap after(int number) {
    makeRoom(number);
    if (after[number] == null) {
      after[number] = new Int2FloatOpenHashMap(4);
    }
    return after[number];
  }

  private void makeRoom(int number) {
    if (number >= after.length) {
      int length = Math.max(number + 1, 2 * after.length);
      after = Arrays.copyOf(after, length);
      isDirty = Arrays.copyOf(isDirty, length);
      rootNoted = Arrays.copyOf(rootNoted, length);
      placeOf = Arrays.copyOf(placeOf, length);
    }
  }

  private void note(int number) {
    makeRoom(number);
    if (!isDirty[number]) {
      isDirty[number] = true;
      dirty.add(number);
    }
  }

  /// Shows to readers what was put.
  ///
  /// @param rows the items
  public void publish(MergedItems rows) {
    AtomicReferenceArray<List> lists = published;
    if (lists.length() < after.length) {
      AtomicReferenceArray<List> longer = new AtomicReferenceArray<>(after.length);
      for (int number = 0; number < lists.length(); number++) {
        longer.setPlain(number, lists.getPlain(number));
      }
      lists = longer;
    }
    for (int n = 0; n < dirty.size(); n++) {
      int number = dirty.getInt(n);
      isDirty[number] = false;
      lists.setRelease(number, list(number, rows));
    }
    dirty.clear();
    published = lists;
  }

  private List list(int number, MergedItems rows) {
    ChoiceItem item = rows.item(number);
    if (item == null) {
      return NONE;
    }
    size = 0;
    if (after[number] != null) {
      for (Int2FloatMap.Entry entry : after[number].int2FloatEntrySet()) {
        add(entry.getIntKey(), entry.getFloatValue());
      }
    }
    for (int slot = 0; slot < item.neighbours(); slot++) {
      add(item.neighbour(slot), BEFORE * item.weight(slot));
    }
    List all = new List(Arrays.copyOf(found, size), new float[size], new float[size]);
    float inverse = 1 / (item.root() * item.root() + SHRINKAGE);
    for (int n = 0; n < size; n++) {
      ChoiceItem other = rows.item(found[n]);
      all.near[n] = weights[n] / (item.root() * (other == null ? 0 : other.root()) + SHRINKAGE);
      all.likely[n] = weights[n] * inverse;
    }
    return size <= MOST ? all : nearest(all);
  }

  private void add(int number, float weight) {
    makeRoom(number);
    int place = placeOf[number];
    if (place >= size || found[place] != number) {
      if (size == found.length) {
        found = Arrays.copyOf(found, 2 * size);
        weights = Arrays.copyOf(weights, 2 * size);
      }
      place = size++;
      found[place] = number;
      weights[place] = 0;
      placeOf[number] = place;
    }
    weights[place] += weight;
  }

  private static List nearest(List all) {
    float[] sorted = all.near.clone();
    Arrays.sort(sorted);
    float least = sorted[sorted.length - MOST];
    List nearest = new List(new int[MOST], new float[MOST], new float[MOST]);
    int kept = 0;
    for (int n = 0; n < sorted.length && kept < MOST; n++) {
      if (all.near[n] >= least) {
        nearest.items[kept] = all.items[n];
        nearest.near[kept] = all.near[n];
        nearest.likely[kept++] = all.likely[n];
      }
    }
    return nearest;
  }

  /// Returns the nearest neighbours of an item, as they were published last.
  public List of(int number) {
    AtomicReferenceArray<List> lists = published;
    List list = number < lists.length() ? lists.getAcquire(number) : null;
    return list == null ? NONE : list;
  }
}
