package dev.eddy.serve.operations;

import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Set;

/// `GET /v1/topology`: the processors, stores and topics, as text. Status 200.
/// For the roles `read`, `admin` and `watch`.
public final class TopologyEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public TopologyEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String path() {
    return "/v1/topology";
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.READ, Role.ADMIN, Role.WATCH);
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    response.header("Content-Type", "text/plain; charset=utf-8");
    response.send(backend.topology());
  }
}
