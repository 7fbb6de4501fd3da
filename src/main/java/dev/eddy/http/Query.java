package dev.eddy.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parameters of a query (`application/x-www-form-urlencoded`), read strictly as UTF-8.
public final class Query {

  private final List<Parameter> parameters = new ArrayList<>();

  /// One of them.
  ///
  /// @param raw the value, still percent-encoded
  private record Parameter(String name, String raw) {

    String value() {
      return decoded(raw);
    }

    String decoded(String part) {
      return Percent.decode("the parameter " + name, part, true);
    }
  }

  /// Reads a query.
  ///
  /// @param raw as it was sent, without its question mark
  /// @throws ProblemException 400 if it is not well-formed
  public Query(String raw) {
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        Parameter parameter =
            new Parameter(
                Percent.decode("the name of a parameter", name, true),
                equals < 0 ? "" : pair.substring(equals + 1));
        parameter.value(); // whatever is not well-formed is told before anything is done
        parameters.add(parameter);
      }
    }
  }

  /// Returns the names that are there.
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    parameters.forEach(parameter -> names.add(parameter.name()));
    return names;
  }

  /// Returns a value.
  ///
  /// @throws ProblemException 400 if it is there twice: who looks at a request on its way might
  ///     take the other one
  public Optional<String> single(String name) {
    List<Parameter> all = all(name);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (all.size() > 1) {
      throw ProblemException.badParameter(
          name, "%s is given %d times, but only once is allowed".formatted(name, all.size()));
    }
    return Optional.of(all.getFirst().value());
  }

  /// Returns a list: `name=a&name=b`, or `name=a,b` for short. Only a comma that was sent as such
  /// separates; one that was sent as `%2C` belongs to what it stands in (RFC 6570, section 3.2.8).
  /// Empty parts are left out.
  public List<String> list(String name) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : all(name)) {
      for (String part : parameter.raw().split(",", -1)) {
        if (!part.isEmpty()) {
          parts.add(parameter.decoded(part));
        }
      }
    }
    return parts;
  }

  private List<Parameter> all(String name) {
    List<Parameter> all = List.of(); // as most of the thirty that a list is asked with
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        all = all.isEmpty() ? new ArrayList<>() : all;
        all.add(parameter);
      }
    }
    return all;
  }
}
