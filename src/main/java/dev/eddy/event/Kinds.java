package dev.eddy.event;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// The kinds of events by which users tell what they choose without rating it, and what each is
/// worth. Immutable.
///
/// As text: `view=0.2,play=1/180,skip=-0.5`. A kind without a slash is worth the same whatever the
/// event's value. With one, the number behind it is the value that counts in full: a play of 90
/// seconds is worth half of one of 180, and longer plays are worth no more.
public final class Kinds {

  /// What an event of no kind, a plain rating, is worth.
  public static final double WORTH_OF_RATING = 1;

  /// More kinds than these cannot be named.
  public static final int MOST = 64;

  /// The longest name, in bytes of UTF-8.
  public static final int MAX_NAME_BYTES = 64;

  /// No kind is worth more, either way.
  public static final double MOST_WORTH = 100;

  /// The kinds that are known where nothing else is said.
  public static final Kinds DEFAULT = parse("view=0.2,click=0.5,play=1,purchase=2,skip=-0.5");

  private final Map<String, Worth> worths;
  private final Map<Integer, String> names;

  /// What a kind is worth.
  ///
  /// @param worth negative for what tells against an item
  /// @param full the value that counts in full; not a number where the value does not matter
  private record Worth(double worth, double full) {}

  private Kinds(Map<String, Worth> worths) {
    this.worths = Collections.unmodifiableMap(worths);
    names = new HashMap<>();
    for (String name : worths.keySet()) {
      String other = names.put(number(name), name);
      if (other != null || number(name) == 0) {
        throw new IllegalArgumentException(
            "the kinds %s and %s have the same hash: rename one of them".formatted(name, other));
      }
    }
  }

  /// Reads kinds.
  ///
  /// @param text names with worths, separated by commas; blank for none
  /// @throws IllegalArgumentException saying which kind is wrong, and what is allowed
  public static Kinds parse(String text) {
    Map<String, Worth> worths = new LinkedHashMap<>();
    if (text.isBlank()) {
      return new Kinds(worths);
    }
    for (String part : text.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'%s' must have the form name=worth, such as play=1".formatted(part.strip()));
      }
      String name = checkedName(part.substring(0, equals).strip());
      if (worths.put(name, worth(name, part.substring(equals + 1).strip())) != null) {
        throw new IllegalArgumentException("the kind %s appears twice".formatted(name));
      }
    }
    if (worths.size() > MOST) {
      throw new IllegalArgumentException(
          "there are %d kinds, but at most %d are allowed".formatted(worths.size(), MOST));
    }
    return new Kinds(worths);
  }

  private static String checkedName(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_NAME_BYTES || hasControl(name)) {
      throw new IllegalArgumentException(
          "the name of a kind must be 1 to %d bytes of UTF-8, without control characters"
              .formatted(MAX_NAME_BYTES));
    }
    return name;
  }

  private static boolean hasControl(String name) {
    return name.chars().anyMatch(Character::isISOControl);
  }

  private static Worth worth(String name, String text) {
    int slash = text.indexOf('/');
    double worth = Decimal.parse(slash < 0 ? text : text.substring(0, slash).strip());
    if (!(Math.abs(worth) <= MOST_WORTH)) {
      throw new IllegalArgumentException(
          "the worth of the kind %s must be a number between -%s and %s"
              .formatted(name, (int) MOST_WORTH, (int) MOST_WORTH));
    }
    if (slash < 0) {
      return new Worth(worth, Double.NaN);
    }
    double full = Decimal.parse(text.substring(slash + 1).strip());
    if (!(full > 0) || Double.isInfinite(full)) {
      throw new IllegalArgumentException(
          "the kind %s needs a number above 0 after the slash: the value that counts in full"
              .formatted(name));
    }
    return new Worth(worth, full);
  }

  /// Returns the number by which histories keep a kind: the same on every instance, whatever else
  /// is named.
  ///
  /// @param name empty for none, which is 0
  public static int number(String name) {
    return name.hashCode();
  }

  /// Returns the name of a kind by its number; empty for 0, and where the settings name it no more.
  public String name(int number) {
    return names.getOrDefault(number, "");
  }

  /// Returns the names of all kinds by their numbers.
  public Map<Integer, String> names() {
    return Map.copyOf(names);
  }

  /// Returns what an event is worth.
  ///
  /// @param name a known kind, or empty for a plain rating
  public double worth(String name, OptionalDouble value) {
    if (name.isEmpty()) {
      return WORTH_OF_RATING;
    }
    Worth worth = worths.get(name);
    if (worth == null) {
      throw new IllegalArgumentException("unknown kind " + name);
    }
    return value.isEmpty() || Double.isNaN(worth.full)
        ? worth.worth
        : worth.worth * Math.min(1, value.getAsDouble() / worth.full);
  }

  /// Returns what a rating is worth by the number of its kind; as a plain one where it has none, or
  /// the settings name it no more.
  public double worthOfRating(int number) {
    Worth worth = worths.get(name(number));
    return worth == null ? WORTH_OF_RATING : worth.worth;
  }

  /// Returns why a kind or its value cannot be used, or null if both can.
  public Rejection check(String name, OptionalDouble value) {
    if (!worths.containsKey(name)) {
      return new Rejection(RejectReason.UNKNOWN_KIND, unknown(name));
    }
    if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() < 1.0 / 0)) {
      return new Rejection(
          RejectReason.VALUE_OUT_OF_RANGE,
          "value is %s, but must be a finite number, 0 or more".formatted(value.getAsDouble()));
    }
    return null;
  }

  private String unknown(String name) {
    if (name.isEmpty()) {
      return "kind is empty; leave it out for a plain rating";
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES || hasControl(name)) {
      return "kind must be 1 to %d bytes of UTF-8, without control characters"
          .formatted(MAX_NAME_BYTES);
    }
    return worths.isEmpty()
        ? "kind is '%s', but the setting events.kinds is empty".formatted(name)
        : "kind '%s' is unknown, did you mean %s? The setting events.kinds allows %s"
            .formatted(
                name, Spelling.closest(name, worths.keySet()), String.join(", ", worths.keySet()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Kinds kinds && worths.equals(kinds.worths);
  }

  @Override
  public int hashCode() {
    return worths.hashCode();
  }

  @Override
  public String toString() {
    return worths.toString();
  }
}
