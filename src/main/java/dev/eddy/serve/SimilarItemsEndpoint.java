package dev.eddy.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/// `GET /v1/items/{item}/similar`: the items whose vectors point in the same direction, by
/// cosine, what all items have in common taken out ([dev.eddy.factorization.Direction]): so being
/// popular makes no two items alike.
///
/// `n` is 1–1000 (default 10), and those of [Selection], of which `min-count` is 5 unless given:
/// vectors of items with fewer ratings are still mostly noise. Status 200; 404 for an item nobody
/// knows. One that is in the catalog but was never rated is compared by the row where it starts.
final class SimilarItemsEndpoint implements Endpoint {

  private final Backend backend;

  SimilarItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(String itemId, String title, List<ItemNeighbours.Neighbour> items) {}

  @Override
  public String path() {
    return "/v1/items/{item}/similar";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters parameters = RequestParameters.of(request, Selection.PARAMETERS, "n");
    String itemId = parameters.id("item");
    Json.sendPublic(
        response,
        new Answer(
            itemId,
            backend.item(itemId).title(),
            ItemNeighbours.of(backend, parameters, List.of(itemId))));
  }
}
