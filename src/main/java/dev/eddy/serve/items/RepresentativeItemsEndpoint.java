package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.index.ItemIndex;
import dev.eddy.index.Representatives;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/items/representative`: well-known items that differ as much as can be, the most
/// telling first: what to ask a newcomer about ([Representatives]).
///
/// `n` is 1–200 (default 20). Status 200; hidden items are left out, and the list is short while
/// few items have five ratings.
public final class RepresentativeItemsEndpoint implements Endpoint {

  private final Backend backend;

  public RepresentativeItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(List<ItemSummary> items) {}

  @Override
  public String path() {
    return "/v1/items/representative";
  }

  @Override
  public void handle(Request request, Response response) {
    int n = RequestParameters.of(request, "n").whole("n", 20, 1, 200);
    ItemIndex index = backend.index();
    Json.sendPublic(
        response,
        new Answer(
            Representatives.of(backend.model(), index, n).stream()
                .map(number -> backend.item(index.id(number)))
                .filter(item -> !item.hidden())
                .map(item -> ItemSummary.of(backend, item))
                .toList()));
  }
}
