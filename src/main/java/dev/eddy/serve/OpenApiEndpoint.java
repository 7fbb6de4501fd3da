package dev.eddy.serve;

import dev.eddy.http.Request;
import dev.eddy.http.Response;
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
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    try (InputStream in = OpenApiEndpoint.class.getResourceAsStream("/openapi.yaml")) {
      response.header("Content-Type", "application/yaml");
      response.header("Cache-Control", "public, max-age=60");
      response.send(in.readAllBytes());
    }
  }
}
