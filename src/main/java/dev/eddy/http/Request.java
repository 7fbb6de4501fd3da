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
  private final Optional<String> sender;
  private final Optional<String> variant;

  /// A parameter.
  ///
  /// @param name by which it was given
  public record Parameter(String name, String value) {}

  /// Makes one.
  ///
  /// @param inPath the parameters of the path, by name
  /// @param asked by the name of each that is in the query instead, what it is called there
  Request(Call call, Query query, Map<String, String> inPath, Map<String, String> asked) {
    this(call, query, inPath, asked, Optional.empty(), Optional.empty());
  }

  private Request(
      Call call,
      Query query,
      Map<String, String> inPath,
      Map<String, String> asked,
      Optional<String> sender,
      Optional<String> variant) {
    this.call = call;
    this.query = query;
    this.inPath = inPath;
    this.asked = asked;
    this.sender = sender;
    this.variant = variant;
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
                        asName, asName + " is missing; it must be the id of the " + name)));
  }

  /// Returns the names by which the query says what could be in the path.
  public Collection<String> askedNames() {
    return asked.values();
  }

  /// Returns it as the server library read it.
  public Call call() {
    return call;
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

  /// Returns the same request with a body that was read already, and unpacked.
  public Request holding(byte[] body) {
    return new Request(new HeldCall(call, body), query, inPath, asked, sender, variant);
  }

  /// Returns the same request, of which somebody has made sure who sent it.
  public Request from(String name) {
    return new Request(call, query, inPath, asked, Optional.of(name), variant);
  }

  /// Returns the same request, of which it is decided in which variant of an experiment it is
  /// answered.
  public Request in(String name) {
    return new Request(call, query, inPath, asked, sender, Optional.of(name));
  }

  /// Returns the variant in which it is answered ([#in]); empty where there is no experiment.
  public Optional<String> variant() {
    return variant;
  }

  /// Returns the name of who sent it ([#from]); empty where nobody has made sure.
  public Optional<String> sender() {
    return sender;
  }

  /// Returns the address of whoever sent it, of the last hop only.
  public String remoteAddress() {
    return call.remoteAddress();
  }

  /// Returns the subject of its sender's certificate ([Call#certificate]).
  public Optional<String> certificate() {
    return call.certificate();
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
