package dev.eddy.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

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
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters.of(request);
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.send(backend.topology());
  }
}
