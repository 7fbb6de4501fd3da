package dev.eddy.lists;

/// What the brakes go by beside scores and history.
///
/// @param impressions how often the user was shown items of late
/// @param genres which genres items have
public record Evidence(Impressions impressions, ItemGenres genres) {

  /// The user was shown nothing, and no item has a genre.
  public static final Evidence NONE = new Evidence(Impressions.NONE, ItemGenres.NONE);
}
