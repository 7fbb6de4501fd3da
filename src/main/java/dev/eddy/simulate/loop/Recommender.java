package dev.eddy.simulate.loop;

import dev.eddy.event.CatalogItem;
import java.util.List;
import java.util.OptionalDouble;

/// Who makes lists for the people of a world, and learns what they do: Eddy in memory, or a running
/// instance behind HTTP and Kafka.
///
/// Times are milliseconds of the clock of the world, and never fall. Who lives by the clock on the
/// wall waits until it shows them. Used by one thread.
public interface Recommender {

  /// Takes an item into the catalog; it can be in lists from then on.
  void add(CatalogItem item);

  /// Returns how many items can be in lists.
  int items();

  /// Begins to watch. What people did before is their past: it is learned, and nobody was shown a
  /// list.
  void watch();

  /// Shows a user a list, which counts as shown.
  ///
  /// @return ids of items, the first first; empty where there is no list
  List<String> show(String userId, long timeMs);

  /// Takes a rating in.
  ///
  /// @return what it was predicted to be; empty where that is not known
  OptionalDouble rate(String userId, String itemId, double rating, long timeMs);

  /// Takes in that a user chose an item without rating it.
  void click(String userId, String itemId, long timeMs);

  /// Lets lists show what was learned so far, where that does not happen by itself.
  void commit();
}
