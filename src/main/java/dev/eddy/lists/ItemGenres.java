package dev.eddy.lists;

import java.util.List;

/// Which genres items have.
@FunctionalInterface
public interface ItemGenres {

  /// No item has any.
  ItemGenres NONE = number -> List.of();

  /// Returns the genres of an item; none where they are not known.
  ///
  /// @param number of the item
  List<String> of(int number);
}
