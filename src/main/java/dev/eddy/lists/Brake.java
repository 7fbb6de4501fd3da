package dev.eddy.lists;

import dev.eddy.event.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A lever against the feedback loop: its name, its range, what it is in. All can be moved while
/// Eddy runs; at 0 each does nothing. [Brakes] holds the values.
public enum Brake {
  /// How likely the item of each place is drawn by chance instead of chosen (ε-greedy).
  EXPLORATION("serve", 0.5, "probability", "each place of a list is drawn by chance so often"),
  /// How far lists are drawn from what the model is not sure of; see [Thompson].
  THOMPSON("serve", 3, "standard deviations", "scores are varied by what the model is unsure of"),
  /// Score less this times ln(1 + ratings of the item) orders the best of a pool.
  POPULARITY_DISCOUNT("serve", 2, "score", "popular items sink"),
  /// Score less this times ln(1 + how often the user was shown the item without taking it).
  IMPRESSION_DISCOUNT("serve", 5, "score", "what a user was shown and did not take sinks"),
  /// How much a list's mix of genres counts beside its scores; see [Calibration].
  CALIBRATION("serve", 1, "share", "lists keep the user's own mix of genres"),
  /// From so many ratings of a user, or of accounts that behave alike, further ones move others
  /// less. The smaller the stronger, and 0 for no cap.
  INFLUENCE_CAP("learning", 1e9, "ratings", "one user, or alike ones, move others less and less"),
  /// From so many events of a user within a day further ones count less for what is chosen. The
  /// smaller the stronger, and 0 for no cap.
  DAILY_CAP("learning", 1e9, "events", "what one user does in a day counts less and less"),
  /// How much more than others a rating may count for being of an item that was unlikely to be
  /// shown.
  PROPENSITY_WEIGHTS("learning", 9, "weight", "what was unlikely to be shown counts for more");

  private final String section;
  private final double max;
  private final String unit;
  private final String effect;

  Brake(String section, double max, String unit, String effect) {
    this.section = section;
    this.max = max;
    this.unit = unit;
    this.effect = effect;
  }

  /// Returns how it is written in settings, options, signals and meters: `popularity-discount`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns how it is written as a field of JSON: `popularityDiscount`.
  public String field() {
    String[] words = label().split("-", -1);
    return words[0]
        + Arrays.stream(words)
            .skip(1)
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
  }

  /// Returns the setting that it starts from.
  public String setting() {
    return section + "." + label();
  }

  /// Returns the highest value; the lowest is 0.
  public double max() {
    return max;
  }

  /// Returns what the value is in.
  public String unit() {
    return unit;
  }

  /// Returns what it does, for people.
  public String effect() {
    return effect;
  }

  /// Returns whether only whole numbers are values.
  public boolean isWhole() {
    return isCap();
  }

  private boolean isCap() {
    return this == INFLUENCE_CAP || this == DAILY_CAP;
  }

  /// Returns whether it goes by what users were shown, so that it does nothing without exposures.
  public boolean needsExposures() {
    return this == IMPRESSION_DISCOUNT || this == PROPENSITY_WEIGHTS;
  }

  /// Returns whether a value brakes harder than another.
  public boolean isStronger(double value, double other) {
    return isCap() ? orEndless(value) < orEndless(other) : value > other;
  }

  /// Returns a value on the way from one to another.
  ///
  /// On most brakes the way is a straight line. A cap is halved [#HALVINGS] times on the whole way
  /// to its end: what makes a difference is by which part it changes.
  ///
  /// @param from where the way begins
  /// @param to where it ends
  /// @param part how far along, 0 to 1
  public double between(double from, double to, double part) {
    if (part <= 0) {
      return from;
    }
    if (part >= 1) {
      return to;
    }
    if (isCap()) {
      double wide = Math.min(max, Math.min(orEndless(from), to * (1 << HALVINGS)));
      return Math.rint(wide * Math.pow(to / wide, part));
    }
    return from + part * (to - from);
  }

  /// How often a cap is halved on its way from none to its end.
  static final int HALVINGS = 5;

  private static double orEndless(double cap) {
    return cap == 0 ? Double.POSITIVE_INFINITY : cap;
  }

  /// Checks a value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  void check(double value) {
    if (!(value >= 0 && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s, but must be between 0 and %s"
              .formatted(setting(), number(value), number(max)));
    }
    if (isWhole() && value != Math.rint(value)) {
      throw new IllegalArgumentException(
          "%s is %s, but must be a whole number".formatted(setting(), value));
    }
  }

  private Object number(double value) {
    return isWhole() && value == Math.rint(value) ? (Object) (long) value : (Object) value;
  }

  /// Returns the brake of a name.
  ///
  /// @throws IllegalArgumentException naming the brakes that there are
  public static Brake of(String label) {
    for (Brake brake : values()) {
      if (brake.label().equals(label)) {
        return brake;
      }
    }
    throw new IllegalArgumentException(
        "there is no brake %s, did you mean %s? Brakes are %s"
            .formatted(label, Spelling.closest(label, labels()), String.join(", ", labels())));
  }

  /// Returns all names.
  public static List<String> labels() {
    return Arrays.stream(values()).map(Brake::label).toList();
  }
}
