package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /v1/admin/brakes`: which brakes are in force on the lists that this instance makes.
///
/// Status 200 with `exploration`, `thompson` and `popularityDiscount`; [Brakes] says what they do.
final class BrakesEndpoint implements OperatorEndpoint {

  private final BrakeLever lever;

  BrakesEndpoint(BrakeLever lever) {
    this.lever = lever;
  }

  @Override
  public String path() {
    return "/v1/admin/brakes";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Json.send(response, lever.get());
  }
}
