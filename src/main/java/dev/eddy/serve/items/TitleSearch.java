package dev.eddy.serve.items;

import dev.eddy.event.CatalogItem;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// A search in titles, as people type them: upper and lower case, accents, punctuation and the
/// order of words are the same. "the matrix" finds "Matrix, The", "godfather 1972" the film of that
/// year, "nausicaa" finds "Nausicaä", "spiderman" finds "Spider-Man".
///
/// An item is found if every word of the query is somewhere in its title, in its title without
/// spaces, or is its year; or if the query is its id.
final class TitleSearch {

  /// Letters that have no accent to take off, and how people without such a keyboard write them.
  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('ß', "ss"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('ø', "o"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('ł', "l"),
          Map.entry('ı', "i"));

  private static final int ASCII = 128;

  private final String query;
  private final List<String> words;

  /// Begins a search.
  ///
  /// @param query blank to find every item
  TitleSearch(String query) {
    this.query = query.strip();
    String folded = fold(this.query);
    words = folded.isEmpty() ? List.of() : Arrays.asList(folded.split(" ", -1));
  }

  /// Returns whether every item is found.
  boolean isBlank() {
    return query.isEmpty();
  }

  /// Returns how well an item fits: 0 if the query is its whole title, whatever the order of
  /// words, or its id, 1 if each word of the query begins a word of the title, 2 if it is merely
  /// somewhere; empty if it is not found.
  OptionalInt fit(CatalogItem item) {
    if (isBlank() || item.itemId().equals(query)) {
      return OptionalInt.of(0);
    }
    if (words.isEmpty()) { // nothing but punctuation
      return item.title().contains(query) ? OptionalInt.of(0) : OptionalInt.empty();
    }
    String title = fold(item.title());
    String year = item.year() == 0 ? "" : Integer.toString(item.year());
    String spaced = ' ' + title + ' ' + year;
    String joined = title.replace(" ", "");
    boolean begins = true;
    for (String word : words) {
      if (!spaced.contains(' ' + word)) {
        begins = false;
        if (!spaced.contains(word) && !joined.contains(word)) {
          return OptionalInt.empty();
        }
      }
    }
    if (begins && isWhole(title, year)) {
      return OptionalInt.of(0);
    }
    return OptionalInt.of(begins ? 1 : 2);
  }

  /// Returns whether the query has all words of a title, in whatever order; the year need not be
  /// asked for.
  private boolean isWhole(String title, String year) {
    return Arrays.stream(title.split(" ", -1))
        .filter(word -> !word.equals(year))
        .allMatch(words::contains);
  }

  /// Returns the words of a text, in lower case and without accents, a space between them.
  static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    String lower = text.toLowerCase(Locale.ROOT);
    boolean isAscii = lower.chars().allMatch(letter -> letter < ASCII);
    String plain = isAscii ? lower : Normalizer.normalize(lower, Normalizer.Form.NFKD);
    for (int place = 0; place < plain.length(); place++) {
      char letter = plain.charAt(place);
      String written = letter < ASCII ? null : LETTERS.get(letter);
      if (written != null) {
        folded.append(written);
      } else if (Character.isLetterOrDigit(letter) || Character.isSurrogate(letter)) {
        folded.append(letter);
      } else if (!isPartOfWord(letter)) {
        space(folded);
      }
    }
    return folded.toString().strip();
  }

  /// Returns whether a character is left out without an end to its word: an accent by itself, or
  /// an apostrophe.
  private static boolean isPartOfWord(char letter) {
    return Character.getType(letter) == Character.NON_SPACING_MARK
        || letter == '\''
        || letter == '’';
  }

  private static void space(StringBuilder folded) {
    if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
      folded.append(' ');
    }
  }
}
