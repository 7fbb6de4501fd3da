package dev.eddy.serve.users;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.List;

/// `PUT /v1/users/{user}/ratings/{item}`: rates an item, or corrects the rating.
///
/// Body: `{"rating": 4.5}`, and perhaps `weight`, `timestamp` (default now), `source`,
/// `requestId`, as in the topic `ratings`. Status 202 once Kafka has acknowledged it, with
/// `after` to wait for it by. 400 where a field is not as it must be, 413 beyond 64 KiB, 415 for
/// another type than JSON, 503 if Kafka does not acknowledge.
public final class PutRatingEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 1 << 16;

  private final Backend backend;

  public PutRatingEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param after what a query waits by
  record Answer(String userId, String itemId, String after) {}

  @Override
  public Method method() {
    return Method.PUT;
  }

  @Override
  public String path() {
    return "/v1/users/{user}/ratings/{item}";
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
    RequestParameters parameters = RequestParameters.of(request);
    String userId = parameters.id("user");
    String itemId = parameters.id("item");
    ObjectNode rating = Body.document(request, MAX_BODY_BYTES, "userId", userId);
    Body.set(rating, "itemId", itemId);
    if (!rating.path("rating").isNumber()) {
      throw ProblemException.badBody("rating must be a number; to withdraw it, use DELETE");
    }
    WriteToken after = backend.publish(List.of(NewRating.read(backend, rating)));
    response.status(202);
    Json.send(response, new Answer(userId, itemId, after.toString()));
  }
}
