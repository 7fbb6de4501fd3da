package dev.eddy.choice;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The last choices that a learner saw, to draw from: what is popular now, as others choose it.
final class RecentChoices {

  private static final int MOST = 1 << 16;

  private int[] ring = new int[1024];
  private int size;
  private int next;

  /// How often each item is among them.
  private int[] counts = new int[1024];

  void add(int item) {
    if (size == ring.length && size < MOST) {
      ring = Arrays.copyOf(ring, 2 * size);
      next = size;
    }
    if (size == ring.length) {
      counts[ring[next]]--;
    } else {
      size++;
    }
    ring[next] = item;
    next = (next + 1) % ring.length;
    if (item >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(item + 1, 2 * counts.length));
    }
    counts[item]++;
  }

  int size() {
    return size;
  }

  /// Returns one at random.
  int draw(SplittableRandom random) {
    return ring[random.nextInt(size)];
  }

  /// Returns how likely an item is drawn.
  double share(int item) {
    return item < counts.length ? (double) counts[item] / size : 0;
  }
}
