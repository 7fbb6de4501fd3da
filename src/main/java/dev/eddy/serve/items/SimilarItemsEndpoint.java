package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/items/{item}/similar`: the items near one.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `n` | 1–1000 | 10 | how many |
/// | `by` | choice, taste | choice | what makes items alike |
///
/// and those of [FilterParameters], of which `min-count` is 5 unless given: of items with fewer
/// ratings most is still noise. By `choice` those are near that the same people chose one after the
/// other; while nothing is known of choices, and by `taste`, those whose vectors point in the same
/// direction, by cosine, what all items have in common taken out
/// ([dev.eddy.factorization.Direction]): so being popular makes no two items alike. Status
/// 200; 404 for an item nobody knows. One that is in the catalog but was never rated is compared by
/// the row where it starts.
public final class SimilarItemsEndpoint implements Endpoint {

  private final Backend backend;

  public SimilarItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param by what made the items alike
  record Answer(String itemId, String title, String by, List<ItemNeighbours.Neighbour> items) {}

  @Override
  public String path() {
    return "/v1/items/{item}/similar";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, FilterParameters.PARAMETERS, "n", "by");
    String itemId = parameters.id("item");
    boolean byChoice =
        parameters.choice("by", "choice", "choice", "taste").equals("choice")
            && backend.choices().isReady();
    Json.sendPublic(
        response,
        new Answer(
            itemId,
            backend.item(itemId).title(),
            byChoice ? "choice" : "taste",
            byChoice
                ? ItemNeighbours.byChoice(backend, parameters, itemId)
                : ItemNeighbours.byTaste(backend, parameters, List.of(itemId))));
  }
}
