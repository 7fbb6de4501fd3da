package dev.eddy.choice.row;

/// The half-lives of the counts that fade: 100, 1,000, 10,000 and 100,000 units of the
/// [ChoiceClock][dev.eddy.choice.ChoiceClock]. Each is ten times the one before, so what is left by
/// one is the tenth power of what is left by the next, and one exponential gives all.
public final class HalfLives {

  /// How many there are.
  public static final int SIZE = 4;

  private static final double LONGEST = 1e5;

  private HalfLives() {}

  /// Multiplies counts with what is left of them.
  ///
  /// @param units by which the clock went on; going back leaves all
  /// @param counts one for each half-life, the shortest first; or several times so many
  static void fade(double units, float[] counts) {
    if (units > 0) {
      double left = Math.exp(-Math.log(2) / LONGEST * units);
      for (int which = SIZE - 1; which >= 0; which--) {
        for (int at = which; at < counts.length; at += SIZE) {
          counts[at] *= (float) left;
        }
        double square = left * left;
        left = square * square * left;
        left *= left;
      }
    }
  }
}
