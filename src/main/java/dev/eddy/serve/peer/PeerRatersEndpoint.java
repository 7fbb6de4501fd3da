package dev.eddy.serve.peer;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// `GET /internal/users/raters`: who of the users of this instance rated an item, for another
/// instance. Never asks further. Status 200.
public final class PeerRatersEndpoint implements Endpoint {

  private static final String PATH = "/internal/users/raters";

  private final Backend backend;

  public PeerRatersEndpoint(Backend backend) {
    this.backend = backend;
  }

  static String target(String itemId) {
    return PATH + "?item=" + URLEncoder.encode(itemId, StandardCharsets.UTF_8);
  }

  @Override
  public Caller caller() {
    return Caller.INSTANCE;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "item");
    Json.send(response, backend.localUsers().raters(parameters.text("item", "")));
  }
}
