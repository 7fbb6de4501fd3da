package dev.eddy.serve.request;

import dev.eddy.catalog.ItemSets;
import dev.eddy.event.CatalogItem;
import dev.eddy.http.ProblemException;
import dev.eddy.index.ItemIndex;
import dev.eddy.lists.ItemFilter;
import dev.eddy.serve.backend.Backend;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roaringbitmap.RoaringBitmap;

/// The parameters of a request that say which items may be in a list.
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
public final class FilterParameters {

  public static final List<String> PARAMETERS =
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

  private FilterParameters() {}

  /// Reads the parameters.
  public static ItemFilter of(RequestParameters parameters, Backend backend) {
    return of(parameters, backend, backend.sets().hidden());
  }

  /// Reads the parameters, for a list that recommends nothing and may hold hidden items.
  public static ItemFilter withHidden(RequestParameters parameters, Backend backend) {
    return of(parameters, backend, new RoaringBitmap());
  }

  private static ItemFilter of(
      RequestParameters parameters, Backend backend, RoaringBitmap excluded) {
    ItemSets sets = backend.sets();
    ItemFilter filter =
        new ItemFilter(backend.index(), excluded, parameters.whole("min-count", 0, 0, 1_000_000));
    readLabels(parameters, sets, "genre", CatalogItem::genreLabel, filter);
    readLabels(parameters, sets, "tag", CatalogItem::tagLabel, filter);
    if (!parameters.words("year").isEmpty()) {
      filter.allowOnly(years(parameters, sets, "year"));
    }
    filter.exclude(years(parameters, sets, "year-none"));
    List<String> candidates = parameters.ids("candidates", MAX_IDS);
    if (!candidates.isEmpty()) {
      filter.allowOnly(numbers(candidates, backend.index()));
    }
    filter.exclude(numbers(parameters.ids("exclude", MAX_IDS), backend.index()));
    return filter;
  }

  private static void readLabels(
      RequestParameters parameters,
      ItemSets sets,
      String name,
      UnaryOperator<String> label,
      ItemFilter filter) {
    List<String> any = parameters.list(name).stream().map(label).toList();
    if (!any.isEmpty()) {
      filter.allowOnly(sets.withAny(any));
    }
    for (String each : parameters.list(name + "-all")) {
      filter.allowOnly(sets.withAny(List.of(label.apply(each))));
    }
    filter.exclude(sets.withAny(parameters.list(name + "-none").stream().map(label).toList()));
  }

  private static RoaringBitmap years(RequestParameters parameters, ItemSets sets, String name) {
    RoaringBitmap years = new RoaringBitmap();
    for (String text : parameters.words(name)) {
      Matcher range = YEARS.matcher(text);
      if (!range.matches() || text.equals("-")) {
        throw ProblemException.badParameter(
            name,
            "%s has '%s', but must be years or ranges such as 1994, 1990-1999, 2000-, -1950"
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

  private static RoaringBitmap numbers(List<String> itemIds, ItemIndex index) {
    RoaringBitmap numbers = new RoaringBitmap();
    for (String itemId : itemIds) {
      int number = index.find(itemId);
      if (number > 0) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
