package dev.eddy.eval;

/// The scores of one way to make lists: of what users went on to like, and of anything they went on
/// to choose.
///
/// @param liked by what was rated high
/// @param any by all that was rated
public record ListScores(ListScore liked, ListScore any) {

  ListScores() {
    this(new ListScore(), new ListScore());
  }

  void add(int[] list, Wanted wanted) {
    if (!wanted.liked().isEmpty()) {
      liked.add(list, wanted.liked());
    }
    if (!wanted.any().isEmpty()) {
      any.add(list, wanted.any());
    }
  }
}
