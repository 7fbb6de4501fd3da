package dev.eddy.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends whatever went wrong as `application/problem+json` (RFC 9457).
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /// Sends a problem, unless an answer is already on its way.
  public static void send(Response response, ProblemException problem) {
    if (response.isSent()) {
      LOG.warn("A response was cut off: {}", problem.getMessage());
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("detail", problem.getMessage());
    if (!problem.parameter().isEmpty()) {
      body.put("parameter", problem.parameter());
    }
    response.status(problem.status());
    problem.headers().forEach(response::header);
    response.header("Content-Type", "application/problem+json");
    response.header("Cache-Control", "no-store");
    response.send(Json.bytes(body));
  }

  /// Logs a failure under an id, and sends that.
  ///
  /// @param what failed, without what was asked for: that may be a user's id
  static void unexpected(String what, Response response, Throwable failure) {
    if (failure instanceof IOException && response.isSent()) {
      LOG.debug("The client closed the connection during a response", failure);
      return;
    }
    String id = UUID.randomUUID().toString();
    LOG.error("Request {} to {} failed", id, what, failure);
    send(response, ProblemException.internal("the cause is in the log under " + id));
  }
}
