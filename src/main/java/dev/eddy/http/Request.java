package dev.eddy.http;

import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// A request as endpoints see it. Path and query are decoded and well-formed.
public final class Request {

  private final Call call;
  private final Query query;
  private final Map<String, String> inPath;
  private final Map<String, String> asked;

  /// A parameter.
  ///
  /// @param name by which it was given
  public record Parameter(String name, String value) {}

  /// Makes one.
  ///
  /// @param inPath the parameters of the path, by name
  /// @param asked by the name of each that is in the query instead, what it is called there
  Request(Call call, Query query, Map<String, String> inPath, Map<String, String> asked) {
    this.call = call;
    this.query = query;
    this.inPath = inPath;
    this.asked = asked;
  }

  /// Returns a parameter of the endpoint's path, from the path or from the query
  /// ([PathTemplate#byQuery]).
  ///
  /// @throws ProblemException 400 if it is missing in the query, or there twice
  public Parameter pathParameter(String name) {
    String value = inPath.get(name);
    if (value != null) {
      return new Parameter(name, value);
    }
    String asName = asked.get(name);
    return new Parameter(
        asName,
        query
            .single(asName)
            .orElseThrow(
                () ->
                    ProblemException.badParameter(
                        asName, asName + " is missing: the id of the " + name)));
  }

  /// Returns the names by which the query says what could be in the path.
  public Collection<String> askedNames() {
    return asked.values();
  }

  /// Returns the parameters of the query.
  public Query query() {
    return query;
  }

  /// Returns a header, if it was sent.
  public Optional<String> header(String name) {
    return call.header(name);
  }

  /// Returns whether a body comes with it.
  public boolean hasBody() {
    return call.hasBody();
  }

  /// Returns the body ([Call#body]).
  public InputStream body() {
    return call.body();
  }

  /// Returns the address of whoever sent it, of the last hop only.
  public String remoteAddress() {
    return call.remoteAddress();
  }

  /// Returns whether only the headers of the answer are wanted.
  public boolean isHead() {
    return call.method().equals(Dispatcher.HEAD);
  }

  /// Returns its id ([RequestIds]).
  public String id() {
    return call.id();
  }
}
