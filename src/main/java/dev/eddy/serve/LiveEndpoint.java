package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /health/live`: status 200 while the instance works or can recover by itself, 503 when
/// only a restart helps.
final class LiveEndpoint implements Endpoint {

  private final Backend backend;

  LiveEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(String status, String state) {}

  @Override
  public Caller caller() {
    return Caller.WATCHER;
  }

  @Override
  public String path() {
    return "/health/live";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Backend.Status status = backend.status();
    response.status(status.alive() ? 200 : 503);
    Json.send(response, new Answer(status.alive() ? "up" : "down", status.state()));
  }
}
