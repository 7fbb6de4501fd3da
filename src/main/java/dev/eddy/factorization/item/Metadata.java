package dev.eddy.factorization.item;

import java.util.List;

/// What is known of users and items beside their ratings, as features. There are few of each: an
/// implementation bounds their number.
public interface Metadata {

  /// Nothing is known of anybody.
  Metadata NONE =
      new Metadata() {
        @Override
        public List<Feature> ofUser(String userId) {
          return List.of();
        }

        @Override
        public List<Feature> ofItem(String itemId) {
          return List.of();
        }
      };

  /// Returns the features of a user; empty where nothing is known.
  List<Feature> ofUser(String userId);

  /// Returns the features of an item; empty where nothing is known.
  List<Feature> ofItem(String itemId);
}
