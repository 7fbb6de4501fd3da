package dev.eddy.simulate;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// How people come upon items: by Zipf's law, and a little more often where the user's taste is
/// met.
public final class Discovery {

  private static final double ZIPF = 0.9;
  private static final double TASTE_DRIVEN = 0.3;
  private static final int TRIES = 50;

  private final World world;
  private final double[] popularity;

  /// Creates the ways by which people of a world come upon items.
  public Discovery(World world) {
    this.world = world;
    popularity = cumulativeZipf(world.settings().items());
  }

  /// Returns an item that a user comes upon.
  ///
  /// @param without which items it is none of; there must be others
  int find(int user, IntSet without, RandomGenerator random) {
    return find(user, item -> !without.contains(item), random);
  }

  /// Returns an item that a user comes upon.
  ///
  /// @param accept whether it may be an item; there must be one that may
  public int find(int user, IntPredicate accept, RandomGenerator random) {
    int item = any(accept, random);
    if (random.nextDouble() < TASTE_DRIVEN) {
      int other = any(accept, random);
      if (world.score(user, other) > world.score(user, item)) {
        item = other;
      }
    }
    return item;
  }

  private int any(IntPredicate accept, RandomGenerator random) {
    for (int tries = 0; tries < TRIES; tries++) {
      int item = draw(random);
      if (accept.test(item)) {
        return item;
      }
    }
    int item = random.nextInt(popularity.length);
    while (!accept.test(item)) {
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
