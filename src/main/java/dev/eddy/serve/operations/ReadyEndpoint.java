package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Set;

/// `GET /health/ready`: status 200 once the model is loaded, 503 with the part that is loaded
/// before.
public final class ReadyEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public ReadyEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param fraction the part of the state that is loaded, 0 to 1
  record Answer(boolean ready, double fraction, String state) {}

  @Override
  public String path() {
    return "/health/ready";
  }

  @Override
  public Set<Role> roles() {
    return Set.of();
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Backend.Status status = backend.status();
    response.status(status.ready() ? 200 : 503);
    Json.send(response, new Answer(status.ready(), Json.round(status.fraction()), status.state()));
  }
}
