package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.http.ProblemException;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemSets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roaringbitmap.RoaringBitmap;

/// Which items may be in a list, as the parameters of a request say.
///
/// | parameter | allowed | meaning |
/// |---|---|---|
/// | `genre`, `tag` | names | only items with one of them |
/// | `genre-all`, `tag-all` | the same | only items with all of them |
/// | `genre-none`, `tag-none` | the same | no items with one of them |
/// | `year` | years and ranges | only items of one of them |
/// | `year-none` | the same | no items of one of them |
/// | `candidates` | up to 10,000 item ids | only these |
/// | `exclude` | up to 10,000 item ids | none of these |
/// | `min-count` | 0–1000000 | only items with so many ratings |
///
/// Lists are written as [dev.eddy.http.Query#list] reads them. All of them together must hold.
/// Ranges of years are written `1990-1999`, `2000-` and `-1950`. Names are compared without regard
/// to upper and lower case. Ids of items that nobody knows do no harm. Hidden items are never in a
/// list.
final class Selection {

  static final List<String> PARAMETERS =
      List.of(
          "genre",
          "genre-all",
          "genre-none",
          "tag",
          "tag-all",
          "tag-none",
          "year",
          "year-none",
          "candidates",
          "exclude",
          "min-count");

  private static final int MAX_IDS = 10_000;
  private static final Pattern YEARS = Pattern.compile("(\\d{1,4})|(\\d{1,4})?-(\\d{1,4})?");

  /// Where fewer items than this part of all may be in a list, they are scored one by one.
  private static final int FEW = 16;

  private final ItemIndex index;

  /// Null where all but the excluded may be in the list.
  private RoaringBitmap allowed;

  private final RoaringBitmap excluded;
  private final int minCount;

  private Selection(RequestParameters parameters, Backend backend, RoaringBitmap excluded) {
    this.excluded = excluded;
    index = backend.index();
    ItemSets sets = backend.sets();
    minCount = parameters.whole("min-count", 0, 0, 1_000_000);
    labelled(parameters, sets, "genre", CatalogItem::genreLabel);
    labelled(parameters, sets, "tag", CatalogItem::tagLabel);
    if (!parameters.words("year").isEmpty()) {
      allow(years(parameters, sets, "year"));
    }
    excluded.or(years(parameters, sets, "year-none"));
    List<String> candidates = parameters.ids("candidates", MAX_IDS);
    if (!candidates.isEmpty()) {
      allow(numbers(candidates));
    }
    excluded.or(numbers(parameters.ids("exclude", MAX_IDS)));
  }

  /// Reads the parameters.
  static Selection of(RequestParameters parameters, Backend backend) {
    return new Selection(parameters, backend, backend.sets().hidden());
  }

  /// Reads the parameters, for a list that recommends nothing and may hold hidden items.
  static Selection withHidden(RequestParameters parameters, Backend backend) {
    return new Selection(parameters, backend, new RoaringBitmap());
  }

  private void labelled(
      RequestParameters parameters, ItemSets sets, String name, UnaryOperator<String> label) {
    List<String> any = parameters.list(name).stream().map(label).toList();
    if (!any.isEmpty()) {
      allow(sets.withAny(any));
    }
    for (String each : parameters.list(name + "-all")) {
      allow(sets.withAny(List.of(label.apply(each))));
    }
    excluded.or(sets.withAny(parameters.list(name + "-none").stream().map(label).toList()));
  }

  private static RoaringBitmap years(RequestParameters parameters, ItemSets sets, String name) {
    RoaringBitmap years = new RoaringBitmap();
    for (String text : parameters.words(name)) {
      Matcher range = YEARS.matcher(text);
      if (!range.matches() || text.equals("-")) {
        throw ProblemException.badParameter(
            name,
            "%s has '%s', allowed are years and ranges such as 1994, 1990-1999, 2000-, -1950"
                .formatted(name, text));
      }
      boolean isOne = range.group(1) != null;
      int from = year(range.group(isOne ? 1 : 2), 1);
      int to = year(range.group(isOne ? 1 : 3), 9999);
      years.or(sets.ofYears(from, to));
    }
    return years;
  }

  private static int year(String digits, int fallback) {
    return digits == null ? fallback : Integer.parseInt(digits);
  }

  private RoaringBitmap numbers(List<String> itemIds) {
    RoaringBitmap numbers = new RoaringBitmap();
    for (String itemId : itemIds) {
      int number = index.find(itemId);
      if (number > 0) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private void allow(RoaringBitmap more) {
    if (allowed == null) {
      allowed = more;
    } else {
      allowed.and(more);
    }
  }

  /// Leaves out further items.
  void exclude(int number) {
    excluded.add(number);
  }

  /// Returns whether an item may be in the list, by its number.
  boolean accepts(int number) {
    return (allowed == null || allowed.contains(number))
        && !excluded.contains(number)
        && (minCount == 0 || index.count(number) >= minCount);
  }

  /// Returns the items that may be in the list, as far as what is allowed says so, where they are
  /// so few that it is best to score one after the other; null where they are not.
  int[] few() {
    return allowed != null && allowed.getCardinality() < index.numberedEnd() / FEW
        ? allowed.toArray()
        : null;
  }

  /// Finds the items with the highest predicted ratings for a user's row.
  void best(float[] row, TopN best) {
    int[] few = few();
    if (few != null) {
      index.scan(row, few, this::accepts, best);
    } else {
      index.scan(row, this::accepts, best);
    }
  }
}
