package dev.eddy.serve.backend;

import dev.eddy.catalog.ItemSets;
import dev.eddy.choice.Rank;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Exposure;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.factorization.Ingredients;
import dev.eddy.factorization.RecentEvents;
import dev.eddy.factorization.model.Model;
import dev.eddy.index.ItemIndex;
import dev.eddy.index.ItemMap;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.HitRate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The running instance as the query layer sees it. All methods may be called by any thread.
///
/// Items are the same on every instance. Of the users it tells what this instance has itself;
/// [Users][dev.eddy.serve.peer.Users] finds them wherever they are.
public interface Backend {

  /// Returns the model.
  Model model();

  /// Returns the generation of the model.
  int generation();

  /// Returns the model that learns beside this one; empty for none.
  Optional<Challenger> challenger();

  /// Returns the items.
  ItemIndex index();

  /// Returns lists by what is chosen.
  ChoiceLists choices();

  /// Returns by what lists are ordered where a request does not say.
  Rank rank();

  /// Returns which items have which genres, tags and years, by number.
  ItemSets sets();

  /// Returns what the catalog says of an item; a stand-in where it says nothing.
  CatalogItem item(String itemId);

  /// Returns every item that the catalog or the model knows.
  List<CatalogItem> items();

  /// Returns whether the catalog has an entry.
  boolean inCatalog(String itemId);

  /// Returns the users of whom this instance knows something itself.
  LocalUsers localUsers();

  /// Validates a rating as the stream would.
  RatingEvent read(byte[] json);

  /// Returns the rules by which the stream takes or refuses ratings.
  RatingRules rules();

  /// Publishes ratings and waits until Kafka has acknowledged all of them.
  ///
  /// @return until where each partition must be learned for all of them to be
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not
  WriteToken publish(List<? extends UserEvent> events);

  /// Publishes that a user is to be forgotten, and waits for Kafka.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not acknowledge
  WriteToken forget(String userId);

  /// Publishes a catalog entry, and waits for Kafka.
  ///
  /// @param json the entry as it is to be stored; null takes it away
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not acknowledge
  void publishItem(String itemId, byte[] json);

  /// Publishes a user's attributes, and waits for Kafka.
  ///
  /// @param json the attributes as they are to be stored
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not acknowledge
  void publishUser(String userId, byte[] json);

  /// Publishes what somebody was shown, and waits for Kafka.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not acknowledge
  void publish(Exposure exposure);

  /// Logs a list that was served, without waiting; it may be lost, which is counted.
  void served(Exposure exposure);

  /// Returns how drift is watched.
  DriftSettings driftSettings();

  /// Returns what is done about drift.
  GovernorSettings governor();

  /// Returns what the monitors of drift say.
  DriftBoard drift();

  /// Returns the brakes that are in force, and who moved them.
  CurrentBrakes brakes();

  /// Publishes changes of brakes to all instances, waits for Kafka, and takes them over here.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not acknowledge
  void move(List<BrakeChange> changes);

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

  /// Returns how often what is chosen was in the list, on this instance since it started: by
  /// segment, as [#accuracy].
  Map<String, HitRate.Values> hits();

  /// Returns the events that were learned last on this instance.
  RecentEvents recent();

  /// Returns what each ingredient of a prediction is worth, on this instance since it started.
  Ingredients ingredients();

  /// Returns how many records had each outcome, since the beginning, on this instance.
  Map<String, Long> outcomes();

  /// Returns the clock by which lists are dated that are shown.
  Clock clock();

  /// Returns what is played to those who watch; empty in production.
  Optional<Narration> narration();

  /// Returns how far the instance is.
  Status status();

  /// How far an instance is.
  ///
  /// @param ready whether it answers queries
  /// @param settled whether all that it is to answer from is here: no partition is moving
  /// @param alive whether it lives or can recover by itself
  /// @param fraction the part of its state that is loaded, 0 to 1
  /// @param state of Kafka Streams, for people
  record Status(boolean ready, boolean settled, boolean alive, double fraction, String state) {}

  /// Returns who learns and copies what.
  Cluster cluster();

  /// Returns the generations of the model.
  Models models();

  /// Returns the snapshots that the instance makes.
  Snapshots snapshots();

  /// Returns the topology, for people.
  String topology();

  /// Returns all meters as Prometheus text.
  String metrics();

  /// Returns the row at which somebody starts of whom nothing is known.
  float[] startOfVisitor();

  /// Returns the row that an item without ratings starts at.
  float[] startOfItem(String itemId);

  /// Returns whether an item starts by what the catalog says of it.
  boolean startsByMetadata(String itemId);

  /// Returns the settings that learning goes by, as they are written.
  Map<String, String> learningSettings();

  /// Returns the most rated items in two dimensions.
  ItemMap.View map(int n);
}
