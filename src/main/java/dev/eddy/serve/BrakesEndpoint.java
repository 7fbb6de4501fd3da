package dev.eddy.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

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
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters.of(request);
    Json.send(response, lever.get());
  }
}
