package dev.eddy.table;

import dev.eddy.event.Decimal;
import java.util.Arrays;

/// One row of a table. It is the same object for every row, so keep what it returns, not itself.
public final class Row {

  /// Whole numbers of so many digits do not overflow, also as seconds that become milliseconds.
  private static final int MOST_DIGITS = 15;

  private char[] chars = new char[256];
  private int[] ends = new int[16];
  private boolean[] absent = new boolean[16];

  /// What the columns held when they were last asked for: a user's ratings often follow each other.
  private String[] last = new String[16];

  private int size;
  private int end;
  private long line;
  private int lines;
  private String problem;

  Row() {}

  void begin(long atLine) {
    line = atLine;
    lines = 1;
    size = 0;
    end = 0;
    problem = null;
  }

  void add(char[] buffer, int offset, int length, boolean quoted) {
    reserve(length);
    System.arraycopy(buffer, offset, chars, end, length);
    if (quoted) {
      countLines(end, end + length);
    }
    end += length;
    absent[size] = false;
    ends[size++] = end;
  }

  void add(String text) {
    if (text == null) {
      reserve(0);
      absent[size] = true;
      ends[size++] = end;
    } else {
      add(text.toCharArray(), 0, text.length(), false);
    }
  }

  /// Puts a separator of several characters back where one stands for it.
  void restore(char placeholder, String separator) {
    if (!holds(placeholder)) {
      return;
    }
    String[] cells = new String[size];
    for (int i = 0; i < size; i++) {
      cells[i] = new String(chars, start(i), ends[i] - start(i));
    }
    size = 0;
    end = 0;
    for (String cell : cells) {
      add(cell.replace(String.valueOf(placeholder), separator));
    }
  }

  private boolean holds(char wanted) {
    for (int i = 0; i < end; i++) {
      if (chars[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  private void reserve(int length) {
    if (end + length > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(2 * chars.length, end + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      absent = Arrays.copyOf(absent, 2 * size);
      last = Arrays.copyOf(last, 2 * size);
    }
  }

  private void countLines(int from, int to) {
    for (int i = from; i < to; i++) {
      if (chars[i] == '\n' || (chars[i] == '\r' && (i + 1 == to || chars[i + 1] != '\n'))) {
        lines++;
      }
    }
  }

  void spoil(String what) {
    problem = what;
  }

  /// Returns the line of the file on which it begins, from 1.
  public long line() {
    return line;
  }

  /// Returns how many lines it has: more than one where there are line breaks inside quotes.
  public int lines() {
    return lines;
  }

  /// Returns how many columns it has.
  public int size() {
    return size;
  }

  /// Returns why it is no row at all, or null.
  public String problem() {
    return problem;
  }

  /// Returns whether a cell goes over several lines.
  boolean isBroken(int column) {
    String text = has(column) ? new String(chars, start(column), ends[column] - start(column)) : "";
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  /// Returns what stood on the lines behind the first, but for quotes.
  String afterFirstLine(String separator) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : separator).append(chars, start(i), ends[i] - start(i));
    }
    String joined = text.toString().replace("\r\n", "\n").replace('\r', '\n');
    return joined.substring(joined.indexOf('\n') + 1);
  }

  /// Returns whether nothing is written in it.
  boolean isBlank() {
    return size == 0 || (size == 1 && !absent[0] && from(0) == to(0));
  }

  private int start(int column) {
    return column == 0 ? 0 : ends[column - 1];
  }

  private int from(int column) {
    int from = start(column);
    while (from < ends[column] && Character.isWhitespace(chars[from])) {
      from++;
    }
    return from;
  }

  private int to(int column) {
    int to = ends[column];
    int start = start(column);
    while (to > start && Character.isWhitespace(chars[to - 1])) {
      to--;
    }
    return to;
  }

  /// Returns whether the row has a column and something is said there.
  public boolean has(int column) {
    return column >= 0 && column < size && !absent[column];
  }

  /// Returns what stands in a column, without spaces around it; null where the row does not have
  /// it.
  public String text(int column) {
    if (!has(column)) {
      return null;
    }
    int from = from(column);
    int length = Math.max(from, to(column)) - from;
    String same = last[column];
    if (same == null || !isAt(from, length, same)) {
      same = new String(chars, from, length);
      last[column] = same;
    }
    return same;
  }

  private boolean isAt(int from, int length, String text) {
    if (text.length() != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) { // ids differ at their ends
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns the number in a column, or NaN where there is none.
  public double decimal(int column) {
    return has(column) ? Decimal.parse(chars, from(column), to(column)) : Double.NaN;
  }

  /// Returns the whole number of at most 15 digits in a column, or -1 where there is none.
  public long whole(int column) {
    if (!has(column)) {
      return -1;
    }
    int from = from(column);
    int to = to(column);
    if (from >= to || to - from > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      if (chars[i] < '0' || chars[i] > '9') {
        return -1;
      }
      number = 10 * number + chars[i] - '0';
    }
    return number;
  }
}
