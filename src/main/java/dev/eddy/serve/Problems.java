package dev.eddy.serve;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever goes wrong into `application/problem+json`.
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void register(HttpRouting.Builder routing) {
    routing.error(
        ProblemException.class,
        (request, response, problem) -> {
          if (problem.retryAfterS() > 0) {
            response.header(HeaderNames.RETRY_AFTER, Integer.toString(problem.retryAfterS()));
          }
          send(
              response,
              problem.status(),
              problem.title(),
              problem.getMessage(),
              problem.parameter());
        });
    routing.error(
        HttpException.class,
        (request, response, failure) ->
            send(
                response,
                failure.status().code(),
                failure.status().reasonPhrase(),
                failure.getMessage(),
                ""));
    routing.error(Throwable.class, Problems::unexpected);
  }

  /// Returns handlers of what fails before an endpoint is found, such as a request line that is
  /// no HTTP.
  static DirectHandlers direct() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, Problems::direct);
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse direct(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .headers(headers)
        .entity(
            Json.write(
                body(
                    status.code(),
                    status.reasonPhrase(),
                    message != null
                        ? message
                        : "the request is no well-formed HTTP: look at its line, its headers and"
                            + " the percent-encoding of its target",
                    "")))
        .build();
  }

  static void notFound(ServerRequest request, ServerResponse response) {
    send(
        response,
        Status.NOT_FOUND_404.code(),
        "Not found",
        "there is no " + request.prologue().method() + " " + request.path().path(),
        "");
  }

  private static void unexpected(
      ServerRequest request, ServerResponse response, Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.error("Request {} to {} failed", id, request.path().path(), failure);
    send(
        response,
        Status.INTERNAL_SERVER_ERROR_500.code(),
        "Internal error",
        "the failure is logged as " + id,
        "");
  }

  private static void send(
      ServerResponse response, int status, String title, String detail, String parameter) {
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(Json.bytes(body(status, title, detail, parameter)));
  }

  private static Map<String, Object> body(
      int status, String title, String detail, String parameter) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    if (!parameter.isEmpty()) {
      body.put("parameter", parameter);
    }
    return body;
  }
}
