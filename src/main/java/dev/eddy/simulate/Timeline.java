package dev.eddy.simulate;

import dev.eddy.event.Rating;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// When people of a world rate, and what: users join over the years, come back for sessions, and
/// rate in bursts. What they rate [Discovery] says.
final class Timeline {

  private static final long START_MS = 1_262_304_000_000L; // 2010
  private static final long SPAN_MS = 10L * 365 * 24 * 3600 * 1000;
  private static final double SESSION = 20;
  private static final long PAUSE_MS = 25_000;

  private final World world;
  private final SplittableRandom random;
  private final Discovery discovery;

  Timeline(World world, Discovery discovery) {
    this.world = world;
    this.discovery = discovery;
    random = new SplittableRandom(world.settings().seed() ^ 0x5DEECE66DL);
  }

  /// What is done with each rating.
  interface Handler {
    /// Takes a rating; returns false to stop.
    ///
    /// @param rated what the user has rated, with this item; valid during the call
    boolean handle(Rating rating, int user, int item, IntSet rated);
  }

  /// A user in the middle of a session, waiting for the moment of the next rating.
  private record Visit(int user, long timeMs, long left, int inSession) {}

  void play(Handler handler) {
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
      int item = discovery.find(user, rated[user], random);
      rated[user].add(item);
      Rating rating =
          Rating.of(
              World.userId(user), World.itemId(item), world.rate(user, item, random), visit.timeMs);
      if (!handler.handle(rating, user, item, rated[user])) {
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
}
