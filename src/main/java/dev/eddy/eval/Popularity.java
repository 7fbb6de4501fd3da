package dev.eddy.eval;

import dev.eddy.factorization.user.HistoryView;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Lists by how often items were chosen, the same for everybody.
final class Popularity implements SimpleLists {

  private int[] counts = new int[64];

  void add(int item) {
    if (item >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(item + 1, 2 * counts.length));
    }
    counts[item]++;
  }

  @Override
  public void learn(HistoryView history, int item) {
    add(item);
  }

  @Override
  public IntToDoubleFunction scores(HistoryView history) {
    return item -> item < counts.length ? counts[item] : 0;
  }

  int[] list(IntSet excluded, int n) {
    TopN best = new TopN(n);
    for (int item = 0; item < counts.length; item++) {
      if (counts[item] > best.threshold() && counts[item] > 0 && !excluded.contains(item)) {
        best.offer(item, counts[item]);
      }
    }
    return best.drain(new float[best.size()]);
  }
}
