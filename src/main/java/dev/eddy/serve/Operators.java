package dev.eddy.serve;

import dev.eddy.http.Handler;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Lets operators alone pull the levers under `/v1/admin`: those who show the token that the
/// settings name (RFC 6750). Without one everybody is let in who reaches the port, but not to
/// delete anything.
///
/// @param token empty where the settings name none
record Operators(String token) {

  private static final String PATH = "/v1/admin/";
  private static final String SCHEME = "Bearer ";

  /// Puts a guard before an endpoint, if it is the operators'.
  Handler guard(Endpoint endpoint, Handler handler) {
    if (!endpoint.path().startsWith(PATH)) {
      return handler;
    }
    if (token.isEmpty()) {
      return endpoint.method().equals(Method.DELETE) ? Operators::refuse : handler;
    }
    byte[] expected = token.getBytes(StandardCharsets.UTF_8);
    return (request, response) -> {
      if (!MessageDigest.isEqual(expected, shown(request))) {
        throw ProblemException.unauthorized(
            "this is for operators: send Authorization: Bearer with the token that"
                + " serve.admin-token names");
      }
      handler.handle(request, response);
    };
  }

  private static void refuse(Request request, Response response) {
    throw ProblemException.unauthorized(
        "nothing is deleted by people who cannot be told from others: set serve.admin-token");
  }

  private static byte[] shown(Request request) {
    String shown = request.header("Authorization").orElse("");
    boolean bears = shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return (bears ? shown.substring(SCHEME.length()) : "").getBytes(StandardCharsets.UTF_8);
  }
}
