package dev.eddy.serve.peer;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// `GET /internal/users`: the first users of this instance, by `sort` = `id`, with the text `q` in
/// their id, or by `count`, for another instance. Never asks further. Status 200.
public final class PeerPageEndpoint implements Endpoint {

  private final Backend backend;

  public PeerPageEndpoint(Backend backend) {
    this.backend = backend;
  }

  static String target(String sort, String text, int n) {
    return PeerUsersEndpoint.PATH
        + "?sort="
        + sort
        + "&n="
        + n
        + (text.isEmpty() ? "" : "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
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
    RequestParameters parameters = RequestParameters.of(request, "sort", "n", "q");
    int n = parameters.whole("n", 20, 0, Integer.MAX_VALUE);
    boolean byId = parameters.choice("sort", "id", "id", "count").equals("id");
    Json.send(
        response,
        byId
            ? backend.localUsers().users(parameters.text("q", ""), 0, n)
            : backend.localUsers().busiestUsers(n));
  }
}
