package dev.eddy.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

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
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters.of(request);
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    response.send(backend.metrics());
  }
}
