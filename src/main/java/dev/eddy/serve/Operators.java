package dev.eddy.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Lets operators alone pull the levers under `/v1/admin`: those who show the token that the
/// settings name (RFC 6750). Without one everybody is let in who reaches the port.
///
/// @param token empty lets everybody in
record Operators(String token) {

  private static final String PATH = "/v1/admin/";

  /// Puts a guard before an endpoint, if it is the operators'.
  Handler guard(Endpoint endpoint, Handler handler) {
    if (token.isEmpty() || !endpoint.path().startsWith(PATH)) {
      return handler;
    }
    byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    return (request, response) -> {
      if (!MessageDigest.isEqual(expected, shown(request))) {
        response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        throw ProblemException.unauthorized(
            "this is for operators: send Authorization: Bearer with the token that"
                + " serve.admin-token names");
      }
      handler.handle(request, response);
    };
  }

  private static byte[] shown(ServerRequest request) {
    return request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .orElse("")
        .getBytes(StandardCharsets.UTF_8);
  }
}
