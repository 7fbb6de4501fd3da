package dev.eddy.app.scenario;

/// How the time of a world passes by the clock on the wall: a round takes its time, or longer where
/// the machine is slower. Used by one thread.
final class Pace {

  private final long startMs;
  private final long roundMs;
  private final long wallRoundMs;
  private long wallStartMs;

  /// @param startMs when the first round begins, by the clock of the world
  /// @param roundMs how long a round is in the world
  /// @param wallRoundMs how long it is to take, at least
  Pace(long startMs, long roundMs, long wallRoundMs) {
    this.startMs = startMs;
    this.roundMs = roundMs;
    this.wallRoundMs = wallRoundMs;
  }

  /// Begins the first round.
  ///
  /// @param wallMs now, by the clock on the wall
  void begin(long wallMs) {
    wallStartMs = wallMs;
  }

  /// Returns how long to wait for a moment of the world; 0 where it is due. Whoever is late by more
  /// than a round does not catch up: else nothing would be learned between the rounds.
  ///
  /// @param wallMs now, by the clock on the wall
  long left(long timeMs, long wallMs) {
    long dueMs = wallStartMs + Math.multiplyExact(timeMs - startMs, wallRoundMs) / roundMs;
    if (wallMs - dueMs > wallRoundMs) {
      wallStartMs += wallMs - dueMs;
    }
    return Math.max(0, dueMs - wallMs);
  }
}
