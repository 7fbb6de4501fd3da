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
      LOG.warn("An answer was broken off: {}", problem.getMessage());
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

  static void unexpected(Call call, Response response, Throwable failure) {
    if (failure instanceof IOException && response.isSent()) {
      LOG.debug("The caller has gone in the middle of an answer", failure);
      return;
    }
    String id = UUID.randomUUID().toString();
    LOG.error("Request {} to {} failed", id, call.path(), failure);
    send(response, ProblemException.internal("the failure is logged as " + id));
  }
}
