package dev.eddy.event;

/// Which numbers are taken as event times, where they should be milliseconds.
public enum TimestampRule {
  /// A number that would be an event of the year 1970 and makes sense as seconds is refused.
  MILLISECONDS,
  /// Every number is taken as milliseconds, also where it looks like seconds.
  ANY
}
