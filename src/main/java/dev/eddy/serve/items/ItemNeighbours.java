package dev.eddy.serve.items;

import dev.eddy.factorization.Direction;
import dev.eddy.http.Json;
import dev.eddy.index.Directions;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import dev.eddy.lists.ItemFilter;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.ArrayList;
import java.util.List;

/// The items near others.
final class ItemNeighbours {

  private static final int LEAST_RATINGS = 5;

  private ItemNeighbours() {}

  /// One neighbour.
  ///
  /// @param cosine of the vectors, from -1 to 1; by choice that of who chose them, from 0
  record Neighbour(double cosine, ItemSummary item) {}

  /// Returns those that the same people chose, the parameters saying how many and which.
  ///
  /// @throws dev.eddy.http.ProblemException 404 if nobody knows the item
  static List<Neighbour> byChoice(Backend backend, RequestParameters parameters, String itemId) {
    int n = parameters.whole("n", 10, 1, 1000);
    int minCount = parameters.whole("min-count", LEAST_RATINGS, 0, 1_000_000);
    ItemFilter filter = FilterParameters.of(parameters, backend);
    ItemEndpoint.requireKnown(backend, itemId);
    int number = backend.index().number(itemId);
    filter.exclude(number);
    TopN best = new TopN(n);
    backend
        .choices()
        .near(
            number,
            other -> backend.choices().popularity(other) >= minCount && filter.accepts(other),
            best);
    return neighbours(backend, best);
  }

  /// Returns those with the nearest vectors, the parameters saying how many and which.
  ///
  /// @throws dev.eddy.http.ProblemException 404 if nobody knows one of the items
  static List<Neighbour> byTaste(
      Backend backend, RequestParameters parameters, List<String> itemIds) {
    int n = parameters.whole("n", 10, 1, 1000);
    int minCount = parameters.whole("min-count", LEAST_RATINGS, 0, 1_000_000);
    ItemFilter filter = FilterParameters.of(parameters, backend);
    ItemIndex index = backend.index();
    Directions all = index.directions();
    List<Direction> directions = new ArrayList<>();
    for (String itemId : itemIds) {
      ItemEndpoint.requireKnown(backend, itemId);
      int number = index.number(itemId);
      Direction direction = all.of(number);
      if (direction != null) {
        directions.add(direction);
      }
      filter.exclude(number);
    }
    if (directions.isEmpty()) {
      return List.of();
    }
    TopN best = new TopN(n);
    index.neighbours(Direction.between(directions), minCount, filter::accepts, best);
    return neighbours(backend, best);
  }

  private static List<Neighbour> neighbours(Backend backend, TopN best) {
    ItemIndex index = backend.index();
    float[] cosines = new float[best.size()];
    int[] numbers = best.drain(cosines);
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      neighbours.add(
          new Neighbour(
              Json.round(cosines[i]), ItemSummary.of(backend, backend.item(index.id(numbers[i])))));
    }
    return neighbours;
  }
}
