package dev.eddy.event;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.OptionalLong;

/// Reads ISO 8601: a date, or a date and a time, with or without a zone. Without one it is UTC;
/// between date and time there may be a space.
public final class IsoTime {

  private static final int SHORTEST = 10;
  private static final int LONGEST = 40;

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("uuuu-MM-dd[['T'][' ']HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .appendPattern("[' UTC'][ ][XXX][XX][X]]")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private IsoTime() {}

  /// Returns milliseconds since 1970, or nothing where the text is no ISO 8601.
  public static OptionalLong toMs(CharSequence text) {
    if (text.length() < SHORTEST || text.length() > LONGEST || text.charAt(4) != '-') {
      return OptionalLong.empty();
    }
    try {
      TemporalAccessor parsed = FORMAT.parse(text);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      ZoneOffset zone = parsed.query(TemporalQueries.offset());
      LocalDateTime local =
          LocalDateTime.of(
              parsed.query(TemporalQueries.localDate()), time == null ? LocalTime.MIDNIGHT : time);
      return OptionalLong.of(local.toInstant(zone == null ? ZoneOffset.UTC : zone).toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // whoever asked says what is wrong, and where
    }
  }

  /// Returns the midnight that begins a day, in milliseconds since 1970.
  static OptionalLong ofDay(int year, int month, int day) {
    try {
      return OptionalLong.of(
          LocalDate.of(year, month, day).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // such a number is no day
    }
  }
}
