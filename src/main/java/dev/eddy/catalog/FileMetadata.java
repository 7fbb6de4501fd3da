package dev.eddy.catalog;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.item.Feature;
import dev.eddy.factorization.item.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Metadata read from files, all there from the beginning.
public final class FileMetadata implements Metadata {

  private final Map<String, List<Feature>> users = new HashMap<>();
  private final Map<String, List<Feature>> items = new HashMap<>();

  /// Takes over what the files said.
  public FileMetadata(List<CatalogItem> catalog, List<UserAttributes> attributes) {
    catalog.forEach(item -> items.put(item.itemId(), Features.of(item)));
    attributes.forEach(user -> users.put(user.userId(), Features.of(user.attributes())));
  }

  @Override
  public List<Feature> ofUser(String userId) {
    return users.getOrDefault(userId, List.of());
  }

  @Override
  public List<Feature> ofItem(String itemId) {
    return items.getOrDefault(itemId, List.of());
  }
}
