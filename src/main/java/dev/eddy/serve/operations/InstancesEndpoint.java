package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Cluster;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;

/// `GET /v1/admin/instances`: who learns and copies which partitions, as this instance knows it,
/// and how far this one is ([Cluster]). Status 200; no parameters.
public final class InstancesEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public InstancesEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(Backend.Status status, Cluster cluster) {}

  @Override
  public String path() {
    return "/v1/admin/instances";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Json.send(response, new Answer(backend.status(), backend.cluster()));
  }
}
