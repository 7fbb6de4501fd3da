package dev.eddy.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An event time as events carry it: a number of milliseconds since 1970, or ISO 8601 text.
///
/// Producers mix up seconds and milliseconds. A number from 631,152,000 to 4,102,444,800 is a day
/// from 1990 to 2100 in seconds, and one of January or February 1970 in milliseconds: whoever sends
/// it means seconds. The few events that are of these weeks have their times written as text.
final class WireTime {

  private static final long FROM = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
  private static final long TO = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

  private WireTime() {}

  /// Returns whether a number is sensible as seconds and not as milliseconds.
  static boolean looksLikeSeconds(double number) {
    return number >= FROM && number <= TO;
  }

  /// Says what a number would be.
  static String explain(long number) {
    return ("timestamp is %d, which is %s in seconds but %s in milliseconds; send milliseconds or"
            + " ISO 8601 text")
        .formatted(number, day(Instant.ofEpochSecond(number)), day(Instant.ofEpochMilli(number)));
  }

  private static String day(Instant instant) {
    return instant.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
  }
}
