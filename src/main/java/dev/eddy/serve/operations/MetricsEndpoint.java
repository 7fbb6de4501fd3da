package dev.eddy.serve.operations;

import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Set;

/// `GET /metrics`: all meters as Prometheus text. Status 200. For the
/// roles `read`, `admin` and `watch`, or for everybody, as the settings say.
public final class MetricsEndpoint implements OperatorEndpoint {

  private final Backend backend;
  private final boolean isOpen;

  /// Makes it.
  ///
  /// @param isOpen whether it answers without a token
  public MetricsEndpoint(Backend backend, boolean isOpen) {
    this.backend = backend;
    this.isOpen = isOpen;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public Set<Role> roles() {
    return isOpen ? Set.of() : Set.of(Role.READ, Role.ADMIN, Role.WATCH);
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    response.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.send(backend.metrics());
  }
}
