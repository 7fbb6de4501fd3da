package dev.eddy.serve;

import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /v1/topology`: the processors, stores and topics, as text. Status 200.
final class TopologyEndpoint implements Endpoint {

  private final Backend backend;

  TopologyEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String path() {
    return "/v1/topology";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    response.header("Content-Type", "text/plain; charset=utf-8");
    response.send(backend.topology());
  }
}
