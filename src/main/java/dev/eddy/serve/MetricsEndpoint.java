package dev.eddy.serve;

import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /metrics`: all meters as Prometheus text. Status 200.
final class MetricsEndpoint implements Endpoint {

  private final Backend backend;

  MetricsEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Caller caller() {
    return Caller.WATCHER;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    response.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.send(backend.metrics());
  }
}
