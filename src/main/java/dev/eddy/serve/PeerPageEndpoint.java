package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;

/// `GET /internal/users`: the first users of this instance, by `sort` = `id` or `count`, for
/// another instance. Never asks further. Status 200.
final class PeerPageEndpoint implements Endpoint {

  private final Backend backend;

  PeerPageEndpoint(Backend backend) {
    this.backend = backend;
  }

  static String target(String sort, int n) {
    return PeerUsersEndpoint.PATH + "?sort=" + sort + "&n=" + n;
  }

  @Override
  public Caller caller() {
    return Caller.INSTANCE;
  }

  @Override
  public String path() {
    return PeerUsersEndpoint.PATH;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "sort", "n");
    int n = parameters.whole("n", 20, 0, Integer.MAX_VALUE);
    boolean byId = parameters.choice("sort", "id", "id", "count").equals("id");
    Json.send(
        response, byId ? backend.localUsers().users(0, n) : backend.localUsers().busiestUsers(n));
  }
}
