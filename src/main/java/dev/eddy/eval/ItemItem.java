package dev.eddy.eval;

import dev.eddy.factorization.HistoryView;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
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
    int oldest = Math.max(history.first(), history.size() - PAIRED);
    for (int place = history.size() - 1; place >= oldest; place--) {
      int other = history.item(place);
      if (history.live(place) && other != item) {
        pair(item, other);
        pair(other, item);
      }
    }
  }

  private void pair(int item, int with) {
    pairs.computeIfAbsent(item, number -> new Int2IntOpenHashMap()).addTo(with, 1);
  }

  @Override
  public IntToDoubleFunction scores(HistoryView history) {
    Int2DoubleOpenHashMap sums = new Int2DoubleOpenHashMap();
    double weight = 1;
    int oldest = Math.max(history.first(), history.size() - LISTED);
    for (int place = history.size() - 1; place >= oldest; place--) {
      int chosen = history.item(place);
      Int2IntOpenHashMap near = pairs.get(chosen);
      if (near != null && history.live(place)) {
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
