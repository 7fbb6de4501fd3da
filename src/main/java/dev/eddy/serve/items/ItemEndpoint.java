package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;

/// `GET /v1/items/{item}`: what is known of an item. Status 200, or 404 where neither the catalog
/// nor any rating knows it.
public final class ItemEndpoint implements Endpoint {

  private final Backend backend;

  public ItemEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String path() {
    return "/v1/items/{item}";
  }

  @Override
  public void handle(Request request, Response response) {
    String itemId = RequestParameters.of(request).id("item");
    requireKnown(backend, itemId);
    Json.send(response, ItemSummary.of(backend, backend.item(itemId)));
  }

  public static void requireKnown(Backend backend, String itemId) {
    int number = backend.index().find(itemId);
    boolean rated = number > 0 && backend.index().counted(number) != null;
    if (!rated && !backend.inCatalog(itemId)) {
      throw ProblemException.notFound("there is no item " + itemId);
    }
  }
}
