package dev.eddy.serve.users;

import dev.eddy.event.Rating;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `DELETE /v1/users/{user}/ratings/{item}`: withdraws a rating.
///
/// Status 202 once Kafka has acknowledged it, also where there was none, with `after` to wait for
/// it by; 503 if Kafka does not acknowledge.
public final class DeleteRatingEndpoint implements Endpoint {

  private final Backend backend;

  public DeleteRatingEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Method method() {
    return Method.DELETE;
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
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request);
    String userId = parameters.id("user");
    String itemId = parameters.id("item");
    WriteToken after =
        backend.publish(List.of(Rating.withdrawal(userId, itemId, System.currentTimeMillis())));
    response.status(202);
    Json.send(response, new PutRatingEndpoint.Answer(userId, itemId, after.toString()));
  }
}
