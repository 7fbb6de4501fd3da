package dev.eddy.app.instance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How soon a generation will have caught up with the ratings, told from looks at how far behind it
/// is. The pace is that of the last minute, less what came in meanwhile. One thread uses it.
final class CatchUpPace {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /// Offsets go on with each commit only, so two looks close to each other tell nothing.
  private static final Duration APART = Duration.ofSeconds(1);

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long atNs, long behind) {}

  /// Looks again.
  ///
  /// @param nowNs when, on any clock that does not go back
  /// @param behind how many records the generation has not learned yet
  /// @return how many seconds it will take; null where it does not come nearer, or nobody has
  ///     looked within the last minute
  Long secondsLeft(long nowNs, long behind) {
    looks.removeIf(look -> nowNs - look.atNs > REMEMBERED.toNanos());
    Look first = looks.peekFirst();
    looks.addLast(new Look(nowNs, behind));
    if (behind == 0) {
      return 0L;
    }
    if (first == null || nowNs - first.atNs < APART.toNanos() || first.behind <= behind) {
      return null;
    }
    double perNs = (double) (first.behind - behind) / (nowNs - first.atNs);
    return (long) Math.ceil(behind / perNs / 1e9);
  }
}
