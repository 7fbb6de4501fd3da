package dev.eddy.simulate.people;

/// What a person did with an item.
///
/// @param item number of the item in the world
/// @param rating what it was rated; not a number where it was only clicked
/// @param place where in the list it was, from 0; -1 where it was known from outside
public record Act(int item, double rating, int place) {

  /// Returns whether the item was rated.
  public boolean isRated() {
    return !Double.isNaN(rating);
  }

  /// Returns whether the item was chosen from the list.
  public boolean isFromList() {
    return place >= 0;
  }
}
