package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /v1/users`: all users and how many ratings each gave, in the order of ids.
///
/// `n` is 1–1000 (default 20), `offset` 0–1000000. Status 200; 503 while an instance does not
/// answer for its part. Every instance reads all its users: a question for people, not for every
/// page view.
final class UsersEndpoint implements Endpoint {

  private final Users users;

  UsersEndpoint(Users users) {
    this.users = users;
  }

  @Override
  public String path() {
    return "/v1/users";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "offset");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 1_000_000);
    Json.send(response, users.page(offset, n));
  }
}
