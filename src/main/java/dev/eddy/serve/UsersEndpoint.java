package dev.eddy.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `GET /v1/users`: the users of this instance and how many ratings each gave, in the order of
/// ids.
///
/// `n` is 1–1000 (default 20), `offset` at least 0. Status 200.
final class UsersEndpoint implements Endpoint {

  private final Backend backend;

  UsersEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String path() {
    return "/v1/users";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "offset");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
    Json.send(response, backend.users(offset, n));
  }
}
