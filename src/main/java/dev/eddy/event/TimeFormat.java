package dev.eddy.event;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// How the event times of a file are written. It is decided once a file; ISO 8601 is understood in
/// each of them.
public enum TimeFormat {
  /// Seconds since 1970, as in most data sets.
  SECONDS,
  /// Milliseconds since 1970.
  MILLISECONDS,
  /// Microseconds since 1970.
  MICROSECONDS,
  /// Nanoseconds since 1970.
  NANOSECONDS,
  /// Days as numbers of eight digits: 20140603.
  YYYYMMDD,
  /// ISO 8601.
  ISO;

  /// Seconds beyond this (the year 5138) must be milliseconds, and so on by thousands.
  private static final long MOST_SECONDS = 100_000_000_000L;

  /// A day so far back would be 1970 or before if it were seconds; the other way round a number
  /// between two such days has other digits than a month and a day.
  private static final int FIRST_DAY = 1900_01_01;

  private static final int LAST_DAY = 2100_12_31;

  /// Returns what it is called, for people and in options.
  public String label() {
    return this == ISO ? "ISO 8601" : name().toLowerCase(Locale.ROOT);
  }

  /// Returns whether it counts something since 1970.
  public boolean isUnit() {
    return this != YYYYMMDD && this != ISO;
  }

  /// Returns what formats of numbers are called.
  public static String[] labels() {
    return Arrays.stream(values())
        .filter(format -> format != ISO)
        .map(TimeFormat::label)
        .toArray(String[]::new);
  }

  /// Returns the format that is called so.
  ///
  /// @throws IllegalArgumentException if there is none
  public static TimeFormat ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /// Returns the unit in which most of some times are written; seconds where none can be read.
  ///
  /// @param samples times as they stand in the file
  public static TimeFormat of(List<String> samples) {
    Map<TimeFormat, Integer> votes = new EnumMap<>(TimeFormat.class);
    int numbers = 0;
    int days = 0;
    for (String text : samples) {
      double number = Decimal.parse(text);
      if (!Double.isNaN(number)) {
        numbers++;
        days += day(number).isPresent() ? 1 : 0;
        votes.merge(byMagnitude(Math.abs(number)), 1, Integer::sum);
      } else if (IsoTime.toMs(text).isPresent()) {
        votes.merge(ISO, 1, Integer::sum);
      }
    }
    if (numbers > 0 && days * 10 >= numbers * 9) {
      votes.remove(SECONDS);
      votes.put(YYYYMMDD, numbers);
    }
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(SECONDS);
  }

  private static TimeFormat byMagnitude(double number) {
    return number <= MOST_SECONDS
        ? SECONDS
        : number <= MOST_SECONDS * 1e3
            ? MILLISECONDS
            : number <= MOST_SECONDS * 1e6 ? MICROSECONDS : NANOSECONDS;
  }

  private static OptionalLong day(double number) {
    if (number != Math.rint(number) || number < FIRST_DAY || number > LAST_DAY) {
      return OptionalLong.empty();
    }
    int digits = (int) number;
    return IsoTime.ofDay(digits / 10_000, digits / 100 % 100, digits % 100);
  }

  /// Returns milliseconds since 1970, or nothing where the text is no time.
  public OptionalLong toMs(String text) {
    double number = Decimal.parse(text);
    if (Double.isNaN(number)) {
      return IsoTime.toMs(text);
    }
    // Doubles hold every millisecond for 285,000 years; of longer numbers the end does not matter.
    return switch (this) {
      case SECONDS -> OptionalLong.of((long) (number * 1e3));
      case MILLISECONDS -> OptionalLong.of((long) number);
      case MICROSECONDS -> OptionalLong.of((long) Math.floor(number / 1e3));
      case NANOSECONDS -> OptionalLong.of((long) Math.floor(number / 1e6));
      case YYYYMMDD -> day(number);
      case ISO -> OptionalLong.empty(); // who knows what such a number would be
    };
  }

  /// Returns milliseconds since 1970 of a whole number.
  public long toMs(long number) {
    return switch (this) {
      case SECONDS -> number * 1_000;
      case MILLISECONDS -> number;
      case MICROSECONDS -> Math.floorDiv(number, 1_000L);
      case NANOSECONDS -> Math.floorDiv(number, 1_000_000L);
      default -> throw new IllegalStateException(this + " is no unit of whole numbers");
    };
  }
}
