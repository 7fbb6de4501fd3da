package dev.eddy.serve;

import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

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
  public Set<Role> roles() {
    return Set.of();
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
