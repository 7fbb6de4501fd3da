package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/items/similar?to=a,b`: the items that are similar to several, by the cosine with the
/// direction between theirs.
///
/// `to` is required: 1–100 item ids; they are not in the list. Other parameters
/// as with the items that are similar to one. Status 200; 404 if nobody knows one of them.
public final class SimilarToItemsEndpoint implements Endpoint {

  private static final int MAX_ITEMS = 100;

  private final Backend backend;

  public SimilarToItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(List<String> to, List<ItemNeighbours.Neighbour> items) {}

  @Override
  public String path() {
    return "/v1/items/similar";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, FilterParameters.PARAMETERS, "n", "to");
    List<String> to = parameters.ids("to", MAX_ITEMS);
    if (to.isEmpty()) {
      throw ProblemException.badParameter("to", "to must name 1 to " + MAX_ITEMS + " item ids");
    }
    Json.sendPublic(response, new Answer(to, ItemNeighbours.byTaste(backend, parameters, to)));
  }
}
