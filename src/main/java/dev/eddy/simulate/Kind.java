package dev.eddy.simulate;

import dev.eddy.event.Spelling;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What people of a world do besides rating, by the names that the setting `events.kinds` has
/// unless it is set. [World#play(Set, World.EventHandler)] says when they do it.
public enum Kind {
  /// An item was looked at.
  VIEW,
  /// More was asked about it.
  CLICK,
  /// It was watched, for as many seconds as the event's value says.
  PLAY,
  /// It was bought.
  PURCHASE,
  /// It was passed over.
  SKIP;

  /// Returns the name, as events have it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads a list of names.
  ///
  /// @param text one name or more, separated by commas
  /// @throws IllegalArgumentException saying what is wrong, and what is allowed
  public static Set<Kind> parse(String text) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String part : text.split(",", -1)) {
      kinds.add(of(part.strip()));
    }
    return kinds;
  }

  private static Kind of(String label) {
    for (Kind kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    List<String> labels = Arrays.stream(values()).map(Kind::label).toList();
    String allowed = String.join(", ", labels);
    throw new IllegalArgumentException(
        label.isEmpty()
            ? "a name is empty; allowed are " + allowed
            : "'%s' is not a kind, did you mean %s? Allowed are %s"
                .formatted(label, Spelling.closest(label, labels), allowed));
  }
}
