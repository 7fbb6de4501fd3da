package dev.eddy.choice;

/// A natural logarithm of a few instructions, with known error.
///
/// The bits of a float, read as a number, are its binary logarithm but for the mantissa, which is
/// taken for the logarithm that it is not: `m` for `log2(1 + m)`, which is larger by at most 0.0861
/// (Mitchell 1962, "Computer multiplication and division using binary logarithms").
final class QuickLog {

  /// The logarithm is larger by at most so much.
  static final float ERROR = 0.0597f;

  private static final int ONE = Float.floatToRawIntBits(1);
  private static final float PER_BIT = (float) (Math.log(2) / (1 << 23));

  private QuickLog() {}

  /// Returns the logarithm or less, by at most [#ERROR].
  ///
  /// @param value at least 1, finite
  static float of(float value) {
    return (Float.floatToRawIntBits(value) - ONE) * PER_BIT;
  }
}
