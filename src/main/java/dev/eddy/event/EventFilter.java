package dev.eddy.event;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// Which events are to be left out, such as those of a poisoned hour. An event must meet all
/// conditions that are named.
///
/// As text: `source=shop,user=u1,from=2026-11-30T10:00:00Z,to=2026-11-30T11:00:00Z`, with at least
/// one condition. Times are those at which Kafka took the event in, not those that its producer
/// claims. Immutable.
///
/// @param source which application published it; empty for events that name none, null for any
/// @param user whose it is; null for any
/// @param item what it is about; null for any
/// @param fromMs from when on; [Long#MIN_VALUE] for ever since
/// @param toMs until before when; [Long#MAX_VALUE] for ever
public record EventFilter(String source, String user, String item, long fromMs, long toMs) {

  private static final String SOURCE = "source";
  private static final String USER = "user";
  private static final String ITEM = "item";
  private static final String FROM = "from";
  private static final String TO = "to";

  /// Reads a filter.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the text
  public static EventFilter parse(String text) {
    Map<String, String> conditions = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (!Arrays.asList(SOURCE, USER, ITEM, FROM, TO).contains(name)) {
        throw new IllegalArgumentException(
            "'%s' is no condition; conditions are source=, user=, item=, from= and to=, separated by commas"
                .formatted(part.strip()));
      }
      String value = part.substring(equals + 1).strip();
      if (value.isEmpty() && !name.equals(SOURCE)) {
        throw new IllegalArgumentException("%s= is empty in '%s'".formatted(name, text));
      }
      if (conditions.put(name, value) != null) {
        throw new IllegalArgumentException("%s appears twice in '%s'".formatted(name, text));
      }
    }
    EventFilter filter =
        new EventFilter(
            conditions.get(SOURCE),
            conditions.get(USER),
            conditions.get(ITEM),
            time(conditions.get(FROM), Long.MIN_VALUE),
            time(conditions.get(TO), Long.MAX_VALUE));
    if (filter.fromMs >= filter.toMs) {
      throw new IllegalArgumentException("in '%s' the end is not after the start".formatted(text));
    }
    return filter;
  }

  private static long time(String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'%s' is no time; write 2026-11-30T10:00:00Z".formatted(text), e);
    }
  }

  /// Returns whether an event is to be left out. Who is to be forgotten is forgotten in any case,
  /// and what is invalid is rejected.
  ///
  /// @param arrivedMs when Kafka took the event in
  public boolean matches(RatingEvent event, long arrivedMs) {
    return event instanceof UserEvent done
        && (source == null || source.equals(done.source()))
        && (user == null || user.equals(done.userId()))
        && (item == null || item.equals(done.itemId()))
        && arrivedMs >= fromMs
        && arrivedMs < toMs;
  }

  /// Returns whether it depends on when an event arrived.
  public boolean asksForTime() {
    return fromMs != Long.MIN_VALUE || toMs != Long.MAX_VALUE;
  }

  /// Returns the filter as [#parse] reads it.
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    add(text, SOURCE, source);
    add(text, USER, user);
    add(text, ITEM, item);
    add(text, FROM, fromMs == Long.MIN_VALUE ? null : Instant.ofEpochMilli(fromMs));
    add(text, TO, toMs == Long.MAX_VALUE ? null : Instant.ofEpochMilli(toMs));
    return text.toString();
  }

  private static void add(StringJoiner text, String name, Object value) {
    if (value != null) {
      text.add(name + "=" + value);
    }
  }
}
