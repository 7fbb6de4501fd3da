package dev.eddy.serve.backend;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The users whose partitions are learned or copied on this instance, and who has the others. All
/// methods may be called by any thread; [Users][dev.eddy.serve.peer.Users] finds users wherever
/// they are.
public interface LocalUsers {

  /// Returns the newest state of a user whose partition is learned here; empty where it is not.
  Optional<UserState> learned(String userId);

  /// Returns the state of a user from a copy that this instance keeps; empty where there is none,
  /// or where it is further behind than the settings allow.
  Optional<UserState> copied(String userId);

  /// Returns who has a user, as far as this instance knows.
  Placement placement(String userId);

  /// Who has a user's partition.
  ///
  /// @param owner the instance that learns it; empty while it moves
  /// @param copies other instances that keep a copy
  record Placement(Optional<URI> owner, List<URI> copies) {}

  /// Returns the other instances.
  List<URI> peers();

  /// Returns the partition that a user belongs to.
  int partitionOf(String userId);

  /// Returns the offset of the last record that was learned of a partition, -1 before the first;
  /// empty where it is not learned here.
  OptionalLong learnedOffset(int partition);

  /// Returns ids of users who are learned here, in the order of ids.
  ///
  /// @param text which they have in their id, upper and lower case the same; empty for all
  UserPage users(String text, int offset, int n);

  /// Returns the users with most ratings, of those who are learned here, the busiest first.
  UserPage busiestUsers(int n);

  /// A page of users.
  ///
  /// @param total how many there are
  /// @param users ids and counts of ratings
  record UserPage(int total, List<UserCount> users) {}

  /// How many ratings of a user stand.
  ///
  /// @param userId the user
  /// @param ratings the count
  record UserCount(String userId, int ratings) {}

  /// Returns who rated an item, of the users who are learned here.
  Raters raters(String itemId);

  /// Returns the users, of those who are learned here, whose vectors point most in a direction.
  ///
  /// @param direction of length 1; see [dev.eddy.factorization.Taste]
  /// @param minCount users with fewer ratings are left out
  NearestUsers nearestUsers(double[] direction, int minCount, int n);

  /// Users near a direction.
  ///
  /// @param neighbours the nearest first
  /// @param users how many were looked at
  /// @param solved how many of them had a row; others are still to be solved, after a restart
  record NearestUsers(List<Neighbour> neighbours, int users, int solved) {}

  /// A user near another one.
  ///
  /// @param userId the user
  /// @param cosine of the two vectors, -1 to 1
  /// @param ratings how many of the user's ratings stand
  record Neighbour(String userId, double cosine, int ratings) {}
}
