package dev.eddy.eval;

import it.unimi.dsi.fastutil.ints.IntSet;

/// The scores of one way to make lists: of what users went on to like, and of anything they went on
/// to choose.
///
/// @param liked by what was rated high
/// @param any by all that was rated
public record ListScores(ListScore liked, ListScore any) {

  ListScores() {
    this(new ListScore(), new ListScore());
  }

  void add(int[] list, IntSet likedItems, IntSet anyItems) {
    if (!likedItems.isEmpty()) {
      liked.add(list, likedItems);
    }
    if (!anyItems.isEmpty()) {
      any.add(list, anyItems);
    }
  }
}
