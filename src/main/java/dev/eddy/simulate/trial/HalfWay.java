package dev.eddy.simulate.trial;

import dev.eddy.simulate.loop.LoopSummary;
import java.util.OptionalInt;

/// When a value was half-way from what it was to where it ended.
final class HalfWay {

  /// So many rounds before the onset, and at the end, are averaged.
  private static final int SPAN = 10;

  /// A value is smoothed over so many rounds on either side, so that one that is far off for a
  /// round or two is not taken for half the way.
  private static final int SMOOTH = 3;

  /// A move of less than so many standard deviations of the rounds before is none.
  private static final double MOVED = 2;

  private HalfWay() {}

  /// Returns the round; empty where the value did not move.
  ///
  /// @param values one a round
  /// @param onset from which on it may move
  static OptionalInt of(double[] values, int onset) {
    double before = LoopSummary.mean(values, onset - SPAN, onset);
    double after = LoopSummary.mean(values, values.length - SPAN, values.length);
    double squares = 0;
    for (int at = onset - SPAN; at < onset; at++) {
      squares += (values[at] - before) * (values[at] - before);
    }
    double moved = after - before;
    if (Math.abs(moved) <= MOVED * Math.sqrt(squares / (SPAN - 1))) {
      return OptionalInt.empty();
    }
    for (int at = onset; at < values.length; at++) {
      double now =
          LoopSummary.mean(
              values, Math.max(onset, at - SMOOTH), Math.min(values.length, at + SMOOTH + 1));
      if ((now - before) / moved >= 0.5) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }
}
