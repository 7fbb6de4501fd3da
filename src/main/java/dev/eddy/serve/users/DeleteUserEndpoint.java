package dev.eddy.serve.users;

import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;

/// `DELETE /v1/users/{user}`: forgets a person: the row, the ratings, the attributes, and that in
/// every replay, too. The counts of the items go down; what the ratings taught the items cannot
/// be told apart from what others did, and stays. What is put after that, attributes or ratings,
/// is of a new person.
///
/// Status 202 once Kafka has acknowledged it, also for an unknown user, with `after` to wait for
/// it by; 503 if Kafka does not acknowledge.
public final class DeleteUserEndpoint implements Endpoint {

  private final Backend backend;

  public DeleteUserEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param after what a query waits by
  record Answer(String userId, String after) {}

  @Override
  public Method method() {
    return Method.DELETE;
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
  public void handle(Request request, Response response) {
    String userId = RequestParameters.of(request).id("user");
    WriteToken after = backend.forget(userId);
    response.status(202);
    Json.send(response, new Answer(userId, after.toString()));
  }
}
