package dev.eddy.serve.users;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;

/// `GET /v1/users`: all users and how many ratings each gave, in the order of ids.
///
/// `n` is 1–1000 (default 20), `offset` 0–1000000; `q` leaves only those whose id has this text,
/// upper and lower case the same. Status 200; 503 while an instance does not
/// answer for its part. Every instance reads all its users: a question for people, not for every
/// page view.
public final class UsersEndpoint implements Endpoint {

  private final Users users;

  public UsersEndpoint(Users users) {
    this.users = users;
  }

  @Override
  public String path() {
    return "/v1/users";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "offset", "q");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 1_000_000);
    Json.send(response, users.page(parameters.text("q", ""), offset, n));
  }
}
