package dev.eddy.event;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the catalog says of an item.
///
/// @param itemId the item; not empty, at most 256 bytes in UTF-8
/// @param title how people know it; the id where the catalog has no title
/// @param genres in the catalog's words and order
/// @param year the year of its release; 0 where unknown
/// @param tags free words about it
/// @param hidden true where it must never be recommended
public record CatalogItem(
    String itemId, String title, List<String> genres, int year, List<String> tags, boolean hidden) {

  /// Copies the lists.
  public CatalogItem {
    genres = List.copyOf(genres);
    tags = List.copyOf(tags);
  }

  /// Returns the same with more tags.
  public CatalogItem tagged(Collection<String> more) {
    Set<String> all = new LinkedHashSet<>(tags);
    all.addAll(more);
    return new CatalogItem(itemId, title, genres, year, List.copyOf(all), hidden);
  }

  /// Returns the label of a genre in filters, where upper and lower case are the same.
  public static String genreLabel(String genre) {
    return "genre " + genre.toLowerCase(Locale.ROOT);
  }

  /// Returns the label of a tag in filters, where upper and lower case are the same.
  public static String tagLabel(String tag) {
    return "tag " + tag.toLowerCase(Locale.ROOT);
  }

  /// Returns the entry that stands in for an item that the catalog does not know.
  public static CatalogItem unknown(String itemId) {
    return new CatalogItem(itemId, itemId, List.of(), 0, List.of(), false);
  }

  /// Returns the entry that says nothing of an item but that it is hidden.
  public static CatalogItem hidden(String itemId) {
    return new CatalogItem(itemId, itemId, List.of(), 0, List.of(), true);
  }
}
