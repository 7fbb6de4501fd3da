package dev.eddy.serve.users;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;

/// `GET /v1/users/active`: the users with most ratings, the busiest first.
///
/// `n` is 1–1000 (default 20), `offset` 0–1000000. Status 200; 503 while an instance does not
/// answer for its part. Every instance reads all its users: a question for people, not for every
/// page view.
public final class ActiveUsersEndpoint implements Endpoint {

  private final Users users;

  public ActiveUsersEndpoint(Users users) {
    this.users = users;
  }

  @Override
  public String path() {
    return "/v1/users/active";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "offset");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 1_000_000);
    Json.send(response, users.busiest(offset, n));
  }
}
