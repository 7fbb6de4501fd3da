package dev.eddy.serve.items;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.TreeReader;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;

/// `PUT /v1/items/{item}`: a catalog entry, in place of what was there.
///
/// Body: JSON as in the topic `items`: `title`, `genres`, `year`, `tags`, `hidden`, and any other
/// fields, which are kept in the topic; `itemId` may be left out and is the one of the path.
/// Status 202 once Kafka has acknowledged it; every instance takes it over within moments. 400
/// where a field is not as it must be, 413 beyond 1 MiB, 415 for another type than JSON, 503 if
/// Kafka does not acknowledge.
public final class PutItemEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;

  public PutItemEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(String itemId) {}

  @Override
  public Method method() {
    return Method.PUT;
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
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    String itemId = RequestParameters.of(request).id("item");
    ObjectNode entry = Body.document(request, MAX_BODY_BYTES, "itemId", itemId);
    byte[] json = Json.bytes(entry);
    try {
      TreeReader.readItem(json);
    } catch (InvalidEventException e) {
      throw ProblemException.badBody(e.getMessage());
    }
    backend.publishItem(itemId, json);
    response.status(202);
    Json.send(response, new Answer(itemId));
  }
}
