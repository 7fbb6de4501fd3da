package dev.eddy.serve;

import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;

/// `GET /v1/items/{item}/similar`: the items whose vectors point in the same direction, by
/// cosine.
///
/// `n` is 1–1000 (default 10). `min-count` (0–1000000, default 5) leaves out items with fewer
/// ratings, whose vectors are still mostly noise. Status 200; 404 for an item nobody knows. One
/// that is in the catalog but was never rated is compared by the row where it starts.
final class SimilarItemsEndpoint implements Endpoint {

  private final Backend backend;

  SimilarItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// One neighbour.
  ///
  /// @param cosine from -1 to 1
  record Neighbour(double cosine, ItemView item) {}

  /// The answer.
  record Answer(String itemId, String title, List<Neighbour> items) {}

  @Override
  public String path() {
    return "/v1/items/{item}/similar";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "min-count");
    String itemId = parameters.id("item");
    int n = parameters.whole("n", 10, 1, 1000);
    int minCount = parameters.whole("min-count", 5, 0, 1_000_000);
    ItemEndpoint.requireKnown(backend, itemId);
    ItemIndex index = backend.index();
    TopN best = new TopN(n);
    int number = index.find(itemId);
    if (number > 0) {
      index.neighbours(
          number,
          other -> index.count(other) >= minCount && !backend.item(index.id(other)).hidden(),
          best);
    }
    float[] cosines = new float[best.size()];
    int[] numbers = best.drain(cosines);
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      neighbours.add(
          new Neighbour(
              Json.round(cosines[i]), ItemView.of(backend, backend.item(index.id(numbers[i])))));
    }
    Json.send(response, new Answer(itemId, backend.item(itemId).title(), neighbours));
  }
}
