package dev.eddy.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;

/// `GET /openapi.yaml`: the contract of all endpoints, OpenAPI 3.1. `/api.html` shows it as a
/// page. Status 200; no parameters.
final class OpenApiEndpoint implements Endpoint {

  @Override
  public String path() {
    return "/openapi.yaml";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    RequestParameters.of(request);
    try (InputStream in = OpenApiEndpoint.class.getResourceAsStream("/openapi.yaml")) {
      response.header(HeaderNames.CONTENT_TYPE, "application/yaml");
      response.header(HeaderNames.CACHE_CONTROL, "public, max-age=60");
      response.send(in.readAllBytes());
    }
  }
}
