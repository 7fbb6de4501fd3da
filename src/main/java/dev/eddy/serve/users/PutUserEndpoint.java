package dev.eddy.serve.users;

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

/// `PUT /v1/users/{user}`: a user's attributes, in place of what was there: what a newcomer's row
/// starts by.
///
/// Body: JSON as in the topic `users`: any fields whose values are texts, numbers or truth
/// values; `userId` may be left out and is the one of the path. Status 202 once Kafka has
/// acknowledged it. 400 for a body that is not so, 413 beyond 64 KiB, 415 for another type than
/// JSON, 503 if Kafka does not acknowledge.
public final class PutUserEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 1 << 16;

  private final Backend backend;

  public PutUserEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(String userId) {}

  @Override
  public Method method() {
    return Method.PUT;
  }

  @Override
  public String path() {
    return "/v1/users/{user}";
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
    String userId = RequestParameters.of(request).id("user");
    ObjectNode attributes = Body.document(request, MAX_BODY_BYTES, "userId", userId);
    byte[] json = Json.bytes(attributes);
    try {
      TreeReader.readUser(json);
    } catch (InvalidEventException e) {
      throw ProblemException.badBody(e.getMessage());
    }
    backend.publishUser(userId, json);
    response.status(202);
    Json.send(response, new Answer(userId));
  }
}
