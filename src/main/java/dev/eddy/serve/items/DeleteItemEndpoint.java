package dev.eddy.serve.items;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.EventWriter;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;

/// `DELETE /v1/items/{item}`: takes the catalog entry away. What was learned from ratings of the
/// item stays; to keep it out of lists, `PUT` it with `"hidden": true`. Of a hidden item all goes
/// but that it is hidden: it is in lists again only after a `PUT` without that.
///
/// Status 202 once Kafka has acknowledged it, also where there was no entry; 503 if Kafka does
/// not acknowledge.
public final class DeleteItemEndpoint implements Endpoint {

  private final Backend backend;

  public DeleteItemEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Method method() {
    return Method.DELETE;
  }

  @Override
  public String path() {
    return "/v1/items/{item}";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(Request request, Response response) {
    String itemId = RequestParameters.of(request).id("item");
    boolean hidden = backend.item(itemId).hidden();
    backend.publishItem(itemId, hidden ? EventWriter.write(CatalogItem.hidden(itemId)) : null);
    response.status(202);
    Json.send(response, new PutItemEndpoint.Answer(itemId));
  }
}
