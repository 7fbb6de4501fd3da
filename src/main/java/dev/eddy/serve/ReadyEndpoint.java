package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /health/ready`: status 200 once the model is loaded, 503 with the part that is loaded
/// before.
final class ReadyEndpoint implements Endpoint {

  private final Backend backend;

  ReadyEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param fraction the part of the state that is loaded, 0 to 1
  record Answer(boolean ready, double fraction, String state) {}

  @Override
  public Caller caller() {
    return Caller.WATCHER;
  }

  @Override
  public String path() {
    return "/health/ready";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Backend.Status status = backend.status();
    response.status(status.ready() ? 200 : 503);
    Json.send(response, new Answer(status.ready(), Json.round(status.fraction()), status.state()));
  }
}
