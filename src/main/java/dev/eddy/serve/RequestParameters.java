package dev.eddy.serve;

import io.helidon.common.parameters.Parameters;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Reads and checks the parameters of a request. Whatever is wrong becomes a [ProblemException]
/// that names the parameter and what is allowed.
final class RequestParameters {

  private static final int MAX_ID_BYTES = 256;

  private final ServerRequest request;

  private RequestParameters(ServerRequest request) {
    this.request = request;
  }

  /// Wraps a request, refusing query parameters that the endpoint does not have: a misspelt
  /// filter must not silently do nothing.
  static RequestParameters of(ServerRequest request, String... known) {
    Set<String> allowed = Set.of(known);
    for (String name : request.query().names()) {
      if (!allowed.contains(name)) {
        throw ProblemException.badParameter(
            name,
            "unknown parameter "
                + name
                + (known.length == 0
                    ? ", this endpoint has none"
                    : ", allowed are "
                        + String.join(", ", Arrays.stream(known).sorted().toList())));
      }
    }
    return new RequestParameters(request);
  }

  /// Returns a path parameter that is an id.
  String id(String name) {
    Parameters path = request.path().pathParameters();
    String id = path.get(name);
    if (id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw ProblemException.badParameter(
          name, name + " must have 1 to " + MAX_ID_BYTES + " bytes in UTF-8");
    }
    return id;
  }

  int whole(String name, int fallback, int min, int max) {
    String text = request.query().first(name).orElse(null);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw ProblemException.badParameter(
          name, "%s is '%s', it must be a whole number".formatted(name, text));
    }
    throw ProblemException.badParameter(
        name, "%s is %s, allowed is %d to %d".formatted(name, text, min, max));
  }

  boolean flag(String name, boolean fallback) {
    return switch (request.query().first(name).orElse(Boolean.toString(fallback))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.badParameter(name, name + " must be true or false");
    };
  }

  String text(String name, String fallback) {
    return request.query().first(name).orElse(fallback);
  }

  String choice(String name, String fallback, String... allowed) {
    String value = text(name, fallback);
    if (!Arrays.asList(allowed).contains(value)) {
      throw ProblemException.badParameter(
          name, "%s is '%s', allowed are %s".formatted(name, value, String.join(", ", allowed)));
    }
    return value;
  }

  /// Returns the parts of a comma-separated list, given once or several times; empty where
  /// absent.
  List<String> list(String name) {
    if (!request.query().contains(name)) {
      return List.of();
    }
    return request.query().all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
