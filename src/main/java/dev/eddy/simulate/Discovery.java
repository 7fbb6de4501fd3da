package dev.eddy.simulate;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How people come upon items: by Zipf's law, and a little more often where the user's taste is
/// met.
final class Discovery {

  private static final double ZIPF = 0.9;
  private static final double TASTE_DRIVEN = 0.3;
  private static final int TRIES = 50;

  private final World world;
  private final double[] popularity;

  Discovery(World world) {
    this.world = world;
    popularity = cumulativeZipf(world.settings().items());
  }

  /// Returns an item that a user comes upon.
  ///
  /// @param without which items it is none of; there must be others
  int find(int user, IntSet without, RandomGenerator random) {
    int item = any(without, random);
    if (random.nextDouble() < TASTE_DRIVEN) {
      int other = any(without, random);
      if (world.score(user, other) > world.score(user, item)) {
        item = other;
      }
    }
    return item;
  }

  private int any(IntSet without, RandomGenerator random) {
    for (int tries = 0; tries < TRIES; tries++) {
      int item = draw(random);
      if (!without.contains(item)) {
        return item;
      }
    }
    int item = random.nextInt(popularity.length);
    while (without.contains(item)) {
      item = (item + 1) % popularity.length;
    }
    return item;
  }

  private int draw(RandomGenerator random) {
    double at = random.nextDouble() * popularity[popularity.length - 1];
    int found = Arrays.binarySearch(popularity, at);
    return Math.min(found < 0 ? -found - 1 : found, popularity.length - 1);
  }

  private static double[] cumulativeZipf(int items) {
    double[] cumulative = new double[items];
    double sum = 0;
    for (int i = 0; i < items; i++) {
      sum += Math.pow(i + 1.0, -ZIPF);
      cumulative[i] = sum;
    }
    return cumulative;
  }
}
