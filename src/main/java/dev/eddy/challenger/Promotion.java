package dev.eddy.challenger;

/// The decision that another generation of the model serves from now on.
///
/// @param generation that serves
/// @param from the generation that served; the same one where another one was deleted that had been
///     promoted
/// @param who decided
/// @param timeMs when, by the clock of the instance that was asked
/// @param forced whether it was decided without evidence that the generation predicts better
public record Promotion(int generation, int from, String who, long timeMs, boolean forced) {

  /// Checks it.
  ///
  /// @throws IllegalArgumentException if a generation or who decided is missing
  public Promotion {
    if (generation < 1 || from < 1 || who == null) {
      throw new IllegalArgumentException("a promotion needs generation, from and who");
    }
  }

  /// Returns the time of a promotion that follows this one. Another instance's clock may run ahead:
  /// as the older one it would not be waited for.
  public long nextMs(long nowMs) {
    return Math.max(nowMs, timeMs + 1);
  }
}
