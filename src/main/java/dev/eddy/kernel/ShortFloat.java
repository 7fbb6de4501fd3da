package dev.eddy.kernel;

/// Floats in sixteen bits: the upper half of a float, with its sign, its whole range and eight
/// bits of precision ("bfloat16"). Infinities and not-a-number are kept.
public final class ShortFloat {

  private static final int BITS = 16;
  private static final int LOWER_HALF = (1 << BITS) - 1;
  private static final int HALF = 1 << (BITS - 1);
  private static final short NAN = 0x7fc0;

  private ShortFloat() {}

  /// Returns the smallest one that is not below a number.
  public static short up(float value) {
    if (Float.isNaN(value)) {
      return NAN;
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits >= 0 ? bits + LOWER_HALF : bits) >> BITS);
  }

  /// Returns the nearest one; of two, the one farther from zero. It is at most a 256th of the
  /// number away, unless the number is subnormal; beyond the largest lies infinity.
  public static short nearest(float value) {
    return Float.isNaN(value) ? NAN : (short) ((Float.floatToRawIntBits(value) + HALF) >> BITS);
  }

  /// Returns the number.
  public static float toFloat(short value) {
    return Float.intBitsToFloat(value << BITS);
  }
}
