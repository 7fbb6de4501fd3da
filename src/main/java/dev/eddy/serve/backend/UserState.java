package dev.eddy.serve.backend;

import dev.eddy.factorization.user.History;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A user at one moment.
///
/// @param userId the user
/// @param known false for one without a row of their own, who is taken for a newcomer
/// @param row the model's parameters
/// @param start the row where the user started, or would today
/// @param count how many ratings stand
/// @param influence how far the user has moved items in total, the sum of step lengths
/// @param ratings those that stand, in the order of their arrival
/// @param interactions events without a rating that stand, in the order of their arrival
/// @param impressions how often the user was shown items of late, by number
/// @param attributes what the owner of accounts says of the user
/// @param staleBy how many records the copy is behind that this comes from; empty if it comes
///     from the instance that learns the user
public record UserState(
    String userId,
    boolean known,
    float[] row,
    float[] start,
    int count,
    double influence,
    List<History.Entry> ratings,
    List<History.Entry> interactions,
    Map<Integer, Integer> impressions,
    Map<String, String> attributes,
    OptionalLong staleBy) {

  /// Copies the collections.
  public UserState {
    ratings = List.copyOf(ratings);
    interactions = List.copyOf(interactions);
    impressions = Map.copyOf(impressions);
    attributes = Map.copyOf(attributes);
  }

  /// Returns all that the user chose, rated or not, in the order of arrival.
  public List<History.Entry> choices() {
    if (interactions.isEmpty()) {
      return ratings;
    }
    return Stream.concat(ratings.stream(), interactions.stream())
        .sorted(Comparator.comparingLong(History.Entry::offset))
        .toList();
  }

  /// Returns the staleness as answers show it: null where there is none.
  public Long staleByOrNull() {
    return staleBy.isPresent() ? staleBy.getAsLong() : null;
  }
}
