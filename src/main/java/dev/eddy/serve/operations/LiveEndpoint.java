package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Set;

/// `GET /health/live`: status 200 while the instance works or can recover by itself, 503 when
/// only a restart helps.
public final class LiveEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public LiveEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(String status, String state) {}

  @Override
  public String path() {
    return "/health/live";
  }

  @Override
  public Set<Role> roles() {
    return Set.of();
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Backend.Status status = backend.status();
    response.status(status.alive() ? 200 : 503);
    Json.send(response, new Answer(status.alive() ? "up" : "down", status.state()));
  }
}
