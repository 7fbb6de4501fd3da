package dev.eddy.eval;

import dev.eddy.factorization.user.HistoryView;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.util.function.IntToDoubleFunction;

/// Items that the same people chose: the cosine of two items' choosers, summed over what somebody
/// chose last, the newest counting most (Sarwar et al. 2001, "Item-based collaborative filtering
/// recommendation algorithms", with counts kept up to date choice by choice).
///
/// Of each history the last 100 choices make pairs, and the last 20 make a list.
final class ItemItem implements SimpleLists {

  private static final int PAIRED = 100;
  private static final int LISTED = 20;
  private static final double FADE = 0.9;

  /// Added to what a count of pairs is divided by: few common choosers may be chance.
  private static final double SHRINKAGE = 20;

  private final Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
  private final Int2ObjectOpenHashMap<Int2IntOpenHashMap> pairs = new Int2ObjectOpenHashMap<>();

  @Override
  public void learn(HistoryView history, int item) {
    counts.addTo(item, 1);
    for (int other : latest(history, PAIRED)) {
      if (other != item) {
        pair(item, other);
        pair(other, item);
      }
    }
  }

  /// Returns the items that somebody chose last, each once, the newest first.
  private static int[] latest(HistoryView history, int most) {
    IntLinkedOpenHashSet latest = new IntLinkedOpenHashSet();
    for (int place = history.size() - 1;
        place >= history.first() && latest.size() < most;
        place--) {
      if (history.live(place) && !history.isAgainst(place)) {
        latest.add(history.item(place));
      }
    }
    return latest.toIntArray();
  }

  private void pair(int item, int with) {
    pairs.computeIfAbsent(item, number -> new Int2IntOpenHashMap()).addTo(with, 1);
  }

  @Override
  public IntToDoubleFunction scores(HistoryView history) {
    Int2DoubleOpenHashMap sums = new Int2DoubleOpenHashMap();
    double weight = 1;
    for (int chosen : latest(history, LISTED)) {
      Int2IntOpenHashMap near = pairs.get(chosen);
      if (near != null) {
        for (Int2IntMap.Entry pair : near.int2IntEntrySet()) {
          double cosine =
              pair.getIntValue()
                  / (Math.sqrt((double) counts.get(chosen) * counts.get(pair.getIntKey()))
                      + SHRINKAGE);
          sums.addTo(pair.getIntKey(), weight * cosine);
        }
      }
      weight *= FADE;
    }
    return sums::get;
  }
}
