package dev.eddy.serve.request;

import dev.eddy.event.Spelling;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Query;
import dev.eddy.http.Request;
import dev.eddy.serve.backend.WriteToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads and checks the parameters of a request. Whatever is wrong becomes a [ProblemException]
/// that names the parameter and what is allowed.
public final class RequestParameters {

  private static final int MAX_ID_BYTES = 256;

  private final Request request;
  private final Query query;

  private RequestParameters(Request request) {
    this.request = request;
    query = request.query();
  }

  /// Wraps a request, refusing query parameters that the endpoint does not have: a misspelt
  /// filter must not silently do nothing.
  public static RequestParameters of(Request request, String... known) {
    return of(request, List.of(), known);
  }

  /// The same, with further names that several endpoints have in common.
  public static RequestParameters of(Request request, List<String> common, String... known) {
    List<String> own = Arrays.asList(known);
    for (String name : request.query().names()) {
      if (!own.contains(name) && !common.contains(name) && !request.askedNames().contains(name)) {
        Set<String> allowed = new TreeSet<>(common);
        allowed.addAll(own);
        allowed.addAll(request.askedNames());
        throw ProblemException.badParameter(name, unknown(name, allowed));
      }
    }
    return new RequestParameters(request);
  }

  private static String unknown(String name, Set<String> allowed) {
    return allowed.isEmpty()
        ? "unknown parameter %s; this endpoint has no parameters".formatted(name)
        : "unknown parameter %s, did you mean %s? Allowed are %s"
            .formatted(name, Spelling.closest(name, allowed), String.join(", ", allowed));
  }

  /// Returns a parameter of the path that is an id.
  public String id(String name) {
    Request.Parameter id = request.pathParameter(name);
    return checkedId(id.name(), id.value());
  }

  /// Returns a parameter of the query that is an id; empty where it is not there.
  public Optional<String> optionalId(String name) {
    return query.single(name).map(id -> checkedId(name, id));
  }

  /// Returns a parameter of the path that is a whole number.
  public int pathWhole(String name, int min, int max) {
    Request.Parameter number = request.pathParameter(name);
    return whole(number.name(), number.value(), min, max);
  }

  /// Returns an id that a parameter or a body names.
  ///
  /// @throws ProblemException 400 if it can be none
  public static String checkedId(String name, String id) {
    if (id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw ProblemException.badParameter(
          name, name + " must be 1 to " + MAX_ID_BYTES + " bytes of UTF-8");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw ProblemException.badParameter(name, name + " contains a lone surrogate");
    }
    if (id.charAt(0) == '\0') {
      throw ProblemException.badParameter(
          name, name + " starts with the character NUL, which is reserved");
    }
    return id;
  }

  public int whole(String name, int fallback, int min, int max) {
    String text = query.single(name).orElse(null);
    return text == null ? fallback : whole(name, text, min, max);
  }

  private static int whole(String name, String text, int min, int max) {
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw ProblemException.badParameter(
          name, "%s is '%s', but must be a whole number".formatted(name, text));
    }
    throw ProblemException.badParameter(
        name, "%s is %s, but must be between %d and %d".formatted(name, text, min, max));
  }

  public boolean flag(String name, boolean fallback) {
    return switch (query.single(name).orElse(Boolean.toString(fallback))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.badParameter(name, name + " must be true or false");
    };
  }

  public String text(String name, String fallback) {
    return query.single(name).orElse(fallback);
  }

  public String choice(String name, String fallback, String... allowed) {
    String value = text(name, fallback);
    if (!Arrays.asList(allowed).contains(value)) {
      throw ProblemException.badParameter(
          name,
          "%s is '%s', but must be one of %s".formatted(name, value, String.join(", ", allowed)));
    }
    return value;
  }

  /// Returns a number of a range, its ends included.
  public double decimal(String name, double fallback, double min, double max) {
    String text = query.single(name).orElse(null);
    if (text == null) {
      return fallback;
    }
    double value = number(name, text);
    if (!(value >= min && value <= max)) {
      throw ProblemException.badParameter(
          name, "%s is %s, but must be between %s and %s".formatted(name, text, min, max));
    }
    return value;
  }

  /// Returns a list of numbers.
  public double[] numbers(String name, int count) {
    double[] numbers = words(name).stream().mapToDouble(text -> number(name, text)).toArray();
    if (numbers.length != count) {
      throw ProblemException.badParameter(
          name, "%s has %d numbers, but must have %d".formatted(name, numbers.length, count));
    }
    return numbers;
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw ProblemException.badParameter(
          name, "%s is '%s', but must be a number".formatted(name, text));
    }
  }

  /// Returns the write that must have been learned, which the parameter `after` tells.
  public WriteToken after() {
    return WriteToken.of(text("after", ""));
  }

  /// Returns a list of at most so many ids.
  public List<String> ids(String name, int most) {
    List<String> ids = list(name);
    if (ids.size() > most) {
      throw ProblemException.badParameter(
          name, "%s has %d ids, but at most %d are allowed".formatted(name, ids.size(), most));
    }
    ids.forEach(id -> checkedId(name, id));
    return ids;
  }

  /// Returns a list of names or ids, any of which may hold a comma ([Query#list]).
  List<String> list(String name) {
    return query.list(name);
  }

  /// Returns a list of what holds no comma, such as numbers, so that it does not matter how the
  /// commas between them were sent.
  List<String> words(String name) {
    return query.list(name).stream()
        .flatMap(part -> Arrays.stream(part.split(",", -1)))
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
