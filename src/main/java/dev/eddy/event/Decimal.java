package dev.eddy.event;

/// Reads numbers as people and programs write them into files: digits, a point, an exponent.
/// What Java alone takes for a number (`4d`, `0x1p3`, `NaN`) is none here, as in JSON.
public final class Decimal {

  /// So many digits are exact in a double, and so is the power of ten that they are divided by.
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private Decimal() {}

  /// Returns the number, or NaN where the text is none.
  public static double parse(String text) {
    char[] chars = text.toCharArray();
    return parse(chars, 0, chars.length);
  }

  /// Returns the number that stands in a part of an array, or NaN where there is none.
  public static double parse(char[] chars, int from, int to) {
    int at = from < to && (chars[from] == '-' || chars[from] == '+') ? from + 1 : from;
    long digits = 0;
    int count = 0;
    int point = -1;
    for (; at < to && (isDigit(chars[at]) || (chars[at] == '.' && point < 0)); at++) {
      if (chars[at] == '.') {
        point = count;
      } else if (count++ < EXACT_DIGITS) {
        digits = 10 * digits + chars[at] - '0';
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (at < to || count > EXACT_DIGITS) {
      return at == to || isExponent(chars, at, to)
          ? Double.parseDouble(new String(chars, from, to - from))
          : Double.NaN;
    }
    double value = point < 0 ? digits : digits / POWERS[count - point];
    return chars[from] == '-' ? -value : value;
  }

  private static boolean isExponent(char[] chars, int from, int to) {
    if (chars[from] != 'e' && chars[from] != 'E') {
      return false;
    }
    int at = from + 1;
    if (at < to && (chars[at] == '-' || chars[at] == '+')) {
      at++;
    }
    int first = at;
    while (at < to && isDigit(chars[at])) {
      at++;
    }
    return at == to && at > first;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
