package dev.eddy.serve.operations;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.OperatorEndpoint;
import dev.eddy.serve.request.RequestParameters;

/// `GET /v1/admin/brakes`: which brakes are in force, who moved them, and the latest changes.
///
/// Status 200 with the value of each brake ([Brake][dev.eddy.lists.Brake] has the names and the
/// ranges); with `levers`, what each is in, its limits, its setting, and who moved it last; and
/// with `changes`, the latest 200, the latest first.
public final class BrakesEndpoint implements OperatorEndpoint {

  private final Backend backend;

  public BrakesEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String path() {
    return "/v1/admin/brakes";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Json.send(response, BrakeStates.answer(backend.brakes()));
  }
}
