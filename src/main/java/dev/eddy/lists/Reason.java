package dev.eddy.lists;

import java.util.Locale;

/// Why an item is in a list.
///
/// @param item the number of the user's own item that it is similar to; 0 for other kinds
public record Reason(Kind kind, int item) {

  /// What kind of reason it is.
  public enum Kind {
    /// It is similar to an item of the user's own.
    SIMILAR,
    /// Many chose it, or popularity was asked for.
    POPULAR,
    /// The user is merely expected to like it.
    RATING,
    /// It was drawn by chance.
    RANDOM;

    /// Returns how it is written in answers.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Reason similarTo(int item) {
    return new Reason(Kind.SIMILAR, item);
  }

  /// Returns the reason for an item that is similar to nothing of the user's own.
  static Reason withoutSimilar(ChoiceLists choices, int item) {
    return new Reason(choices.isPopular(item) ? Kind.POPULAR : Kind.RATING, 0);
  }
}
