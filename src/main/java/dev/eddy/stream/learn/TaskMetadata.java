package dev.eddy.stream.learn;

import dev.eddy.catalog.CatalogView;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.item.Feature;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.store.WriteBackStore;
import java.util.List;
import java.util.Map;

/// What is known of the users of one partition and of all items. Used by the thread that learns
/// the partition; others may ask [#peek] only.
public final class TaskMetadata implements Metadata {

  private final CatalogView catalog;
  private final WriteBackStore<AttributedUser> users;

  /// Set before the first of them can be seen, and never unset.
  private volatile boolean anyUsers;

  public TaskMetadata(CatalogView catalog, WriteBackStore<AttributedUser> users) {
    this.catalog = catalog;
    this.users = users;
    anyUsers = !users.isEmpty();
  }

  /// Takes over attributes, in place of earlier ones.
  void put(UserAttributes attributes) {
    anyUsers = true;
    users.put(attributes.userId(), new AttributedUser(attributes));
  }

  /// Removes the attributes of a user.
  void remove(String userId) {
    AttributedUser known = anyUsers ? users.get(userId) : null;
    if (known != null) {
      users.delete(userId, known);
    }
  }

  /// Removes a user of whom nothing is said, and leaves one of whom there is.
  void removeEmpty(String userId) {
    AttributedUser known = anyUsers ? users.get(userId) : null;
    if (known != null && known.attributes().attributes().isEmpty()) {
      users.delete(userId, known);
    }
  }

  /// Returns what the owner of accounts says of a user, or null; may be called by any thread.
  /// While nothing is said of anybody, nothing is looked for.
  AttributedUser peek(String userId) {
    return anyUsers ? users.peek(userId) : null;
  }

  /// Returns what the owner of accounts says of a user; for the thread that learns.
  public Map<String, String> attributes(String userId) {
    return anyUsers ? known(userId).attributes().attributes() : Map.of();
  }

  @Override
  public List<Feature> ofUser(String userId) {
    return anyUsers ? known(userId).features() : List.of();
  }

  /// While the owner of accounts tells of some users, the others are stored as users without
  /// attributes: else every look at one of them would be a search in RocksDB.
  private AttributedUser known(String userId) {
    AttributedUser known = users.get(userId);
    if (known == null) {
      known = new AttributedUser(new UserAttributes(userId, Map.of()));
      users.put(userId, known);
    }
    return known;
  }

  @Override
  public List<Feature> ofItem(String itemId) {
    return catalog.features(itemId);
  }
}
