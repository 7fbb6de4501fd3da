package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.factorization.History;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The running system as the query layer sees it. All methods may be called by any thread.
public interface Backend {

  /// Returns the model.
  Model model();

  /// Returns the items.
  ItemIndex index();

  /// Returns what the catalog says of an item; a stand-in where it says nothing.
  CatalogItem item(String itemId);

  /// Returns every item that the catalog or the model knows.
  List<CatalogItem> items();

  /// Returns whether the catalog has an entry.
  boolean inCatalog(String itemId);

  /// Returns what is known of a user; empty for a user without ratings.
  ///
  /// @throws ProblemException 503 while the user's partition is not here
  Optional<KnownUser> user(String userId);

  /// A user's state at one moment.
  ///
  /// @param row the learned row
  /// @param history the ratings in the order of their arrival
  record KnownUser(UserRow.Snapshot row, List<History.Entry> history) {}

  /// Returns ids of users, in the order of ids.
  UserPage users(int offset, int n);

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

  /// Validates a rating as the stream would.
  RatingEvent read(byte[] json);

  /// Publishes ratings and waits until Kafka has acknowledged all of them.
  ///
  /// @throws ProblemException 503 if Kafka does not
  void publish(List<Rating> ratings);

  /// Returns how well ratings were predicted before they were learned, on this instance: by
  /// segment, `all`, `new_user`, `new_item` and `warm`.
  Map<String, Accuracy> accuracy();

  /// Prequential scores, in ratings.
  ///
  /// @param n how many predictions were scored
  /// @param rmse root mean square error over everything
  /// @param mae mean absolute error over everything
  /// @param recentRmse of about the last 1,000 ratings of each partition
  /// @param recentMae of about the last 1,000 ratings of each partition
  record Accuracy(long n, double rmse, double mae, double recentRmse, double recentMae) {}

  /// Returns how many records had each outcome, since the beginning, on this instance.
  Map<String, Long> outcomes();

  /// Returns how far the instance is.
  Status status();

  /// How far an instance is.
  ///
  /// @param ready whether it answers queries
  /// @param alive whether it lives or can recover by itself
  /// @param fraction the part of its state that is loaded, 0 to 1
  /// @param state of Kafka Streams, for people
  record Status(boolean ready, boolean alive, double fraction, String state) {}

  /// Returns the topology, for people.
  String topology();

  /// Returns all meters as Prometheus text.
  String metrics();

  /// Returns the row that a user without ratings starts at.
  float[] startOfUser(String userId);

  /// Returns the row that an item without ratings starts at.
  float[] startOfItem(String itemId);

  /// Returns whether an item starts by what the catalog says of it.
  boolean startsByMetadata(String itemId);

  /// Returns the settings that learning goes by, as they are written.
  Map<String, String> learningSettings();

  /// Returns the users with most ratings, of the partitions that are learned here, the busiest
  /// first.
  List<UserCount> busiestUsers(int n);

  /// Returns the most rated items in two dimensions.
  ItemMap.View map(int n);
}
