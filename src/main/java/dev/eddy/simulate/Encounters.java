package dev.eddy.simulate;

import dev.eddy.event.Interaction;
import dev.eddy.event.Rating;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/// What people do with items besides rating them. What they do is drawn from a random stream of
/// its own, so that ratings are the same with and without it; and it is drawn whatever kinds are
/// asked for, so that the events of a kind are the same whichever others are.
///
/// In the day before each rating the user meets the item that will be rated, and none to three
/// that the user has not rated, each three hours before the rating at the latest. Each encounter
/// is a view. It becomes a click for certain where the item will be rated, else with the chance
/// `σ(s - 3.5)`, where `s` is the true score of the pair and `σ(x) = 1 / (1 + e^(-4x))`. A click
/// becomes a play with the chance `σ(s - 3.25)` and a purchase with `σ(s - 5)`; both may happen.
/// What was not clicked becomes a skip with the chance `σ(2.75 - s)`.
///
/// The value of a play is the seconds watched of 7,200: of the whole, the share `σ(s - 3.25)` with
/// Gaussian noise of 0.2 around it. The steps of an encounter are a second to half a minute apart.
final class Encounters {

  private static final long SECOND_MS = 1_000;
  private static final long HOUR_MS = 3_600 * SECOND_MS;

  /// So long before a rating an encounter may begin at most.
  static final long EARLIEST_MS = 24 * HOUR_MS;

  private static final long LATEST_MS = 3 * HOUR_MS;
  private static final long LONGEST_PAUSE_MS = 30 * SECOND_MS;

  private static final int MOST_OTHERS = 3;
  private static final double STEEPNESS = 4;
  private static final double CLICKED = 3.5;
  private static final double PLAYED = 3.25;
  private static final double PURCHASED = 5;
  private static final double SKIPPED = 2.75;
  private static final double LENGTH_S = 7_200;
  private static final double SHARE_NOISE = 0.2;

  private final World world;
  private final Discovery discovery;
  private final Set<Kind> kinds;
  private final SplittableRandom random;

  /// @param kinds which events are wanted
  Encounters(World world, Discovery discovery, Set<Kind> kinds) {
    this.world = world;
    this.discovery = discovery;
    this.kinds = kinds;
    random = new SplittableRandom(world.settings().seed() ^ 0xD1342543DE82EF95L);
  }

  /// Returns what a user did in the day before a rating, in no order.
  ///
  /// @param rated what the user has rated, with the item that is rated now
  List<Interaction> before(Rating rating, int user, int item, IntSet rated) {
    List<Interaction> events = new ArrayList<>();
    meet(user, item, true, beginMs(rating), events);
    if (rated.size() < world.settings().items()) {
      for (int others = random.nextInt(MOST_OTHERS + 1); others > 0; others--) {
        int other = discovery.find(user, rated, random);
        meet(user, other, false, beginMs(rating), events);
      }
    }
    return events;
  }

  private long beginMs(Rating rating) {
    return rating.timestampMs() - LATEST_MS - random.nextLong(EARLIEST_MS - LATEST_MS);
  }

  private void meet(int user, int item, boolean willRate, long beginMs, List<Interaction> events) {
    double score = world.score(user, item);
    add(events, Kind.VIEW, user, item, OptionalDouble.empty(), beginMs);
    long timeMs = beginMs + pauseMs();
    if (!willRate && !happens(chance(score - CLICKED))) {
      if (happens(chance(SKIPPED - score))) {
        add(events, Kind.SKIP, user, item, OptionalDouble.empty(), timeMs);
      }
      return;
    }
    add(events, Kind.CLICK, user, item, OptionalDouble.empty(), timeMs);
    if (happens(chance(score - PLAYED))) {
      timeMs += pauseMs();
      add(events, Kind.PLAY, user, item, OptionalDouble.of(watchedS(score)), timeMs);
    }
    if (happens(chance(score - PURCHASED))) {
      timeMs += pauseMs();
      add(events, Kind.PURCHASE, user, item, OptionalDouble.empty(), timeMs);
    }
  }

  private void add(
      List<Interaction> events,
      Kind kind,
      int user,
      int item,
      OptionalDouble value,
      long timestampMs) {
    if (kinds.contains(kind)) {
      events.add(
          new Interaction(
              World.userId(user), World.itemId(item), kind.label(), value, timestampMs, 1, "", ""));
    }
  }

  private double watchedS(double score) {
    double share = chance(score - PLAYED) + SHARE_NOISE * random.nextGaussian();
    return Math.max(1, Math.rint(LENGTH_S * Math.clamp(share, 0.0, 1.0)));
  }

  private long pauseMs() {
    return SECOND_MS + random.nextLong(LONGEST_PAUSE_MS - SECOND_MS);
  }

  private boolean happens(double chance) {
    return random.nextDouble() < chance;
  }

  private static double chance(double ahead) {
    return 1 / (1 + Math.exp(-STEEPNESS * ahead));
  }
}
