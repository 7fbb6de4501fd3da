package dev.eddy.simulate;

import dev.eddy.event.Rating;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// When people of a world rate, and what: users join over the years, come back for sessions, and
/// rate in bursts. Items are met by Zipf's law, and a little more often where the user's taste is
/// met.
final class Timeline {

  private static final long START_MS = 1_262_304_000_000L; // 2010
  private static final long SPAN_MS = 10L * 365 * 24 * 3600 * 1000;
  private static final double ZIPF = 0.9;
  private static final double SESSION = 20;
  private static final long PAUSE_MS = 25_000;
  private static final double TASTE_DRIVEN = 0.3;

  private final World world;
  private final SplittableRandom random;
  private final double[] popularity;

  Timeline(World world) {
    this.world = world;
    random = new SplittableRandom(world.settings().seed() ^ 0x5DEECE66DL);
    popularity = cumulativeZipf(world.settings().items());
  }

  /// A user in the middle of a session, waiting for the moment of the next rating.
  private record Visit(int user, long timeMs, long left, int inSession) {}

  void play(World.RatingHandler handler) {
    long[] share = shares();
    IntOpenHashSet[] rated = new IntOpenHashSet[share.length];
    PriorityQueue<Visit> queue =
        new PriorityQueue<>(
            (a, b) ->
                a.timeMs != b.timeMs
                    ? Long.compare(a.timeMs, b.timeMs)
                    : Integer.compare(a.user, b.user));
    for (int user = 0; user < share.length; user++) {
      if (share[user] > 0) {
        long joined = START_MS + (long) (SPAN_MS * 0.95 * Math.sqrt(random.nextDouble()));
        queue.add(new Visit(user, joined, share[user], sessionLength()));
        rated[user] = new IntOpenHashSet((int) share[user]);
      }
    }
    while (!queue.isEmpty()) {
      Visit visit = queue.poll();
      int user = visit.user;
      int item = choose(user, rated[user]);
      Rating rating =
          Rating.of(
              World.userId(user), World.itemId(item), world.rate(user, item, random), visit.timeMs);
      if (!handler.handle(rating, world.expectedRating(user, item))) {
        return;
      }
      if (visit.left > 1) {
        queue.add(next(visit));
      } else {
        rated[user] = null; // done rating: let the memory go
      }
    }
  }

  private Visit next(Visit visit) {
    if (visit.inSession > 1) {
      long pause = 1000 + (long) (PAUSE_MS * -Math.log(1 - random.nextDouble()));
      return new Visit(visit.user, visit.timeMs + pause, visit.left - 1, visit.inSession - 1);
    }
    long until = START_MS + SPAN_MS - visit.timeMs;
    long away = (long) (Math.max(until, 86_400_000L) * 0.3 * random.nextDouble());
    return new Visit(visit.user, visit.timeMs + away, visit.left - 1, sessionLength());
  }

  private int sessionLength() {
    return 1 + (int) (SESSION * -Math.log(1 - random.nextDouble()));
  }

  /// Deals the ratings out to users, log-normally: most rate a little, a few very much.
  private long[] shares() {
    int users = world.settings().users();
    long most = Math.max(1, world.settings().items() * 3L / 5);
    double[] wish = new double[users];
    double sum = 0;
    for (int u = 0; u < users; u++) {
      wish[u] = Math.exp(1.1 * random.nextGaussian());
      sum += wish[u];
    }
    long[] share = new long[users];
    long left = world.settings().ratings();
    for (int u = 0; u < users && left > 0; u++) {
      long part = Math.round(world.settings().ratings() * wish[u] / sum);
      share[u] = Math.min(Math.min(part, most), left);
      left -= share[u];
    }
    while (left > 0) { // what rounding and the bound have left over
      for (int u = 0; u < users && left > 0; u++) {
        if (share[u] < most) {
          share[u]++;
          left--;
        }
      }
    }
    return share;
  }

  private int choose(int user, IntOpenHashSet rated) {
    int item = fresh(rated);
    if (random.nextDouble() < TASTE_DRIVEN) {
      int other = fresh(rated);
      if (world.score(user, other) > world.score(user, item)) {
        item = other;
      }
    }
    rated.add(item);
    return item;
  }

  private int fresh(IntOpenHashSet rated) {
    for (int tries = 0; tries < 50; tries++) {
      int item = draw();
      if (!rated.contains(item)) {
        return item;
      }
    }
    int item = random.nextInt(popularity.length);
    while (rated.contains(item)) {
      item = (item + 1) % popularity.length;
    }
    return item;
  }

  private int draw() {
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
