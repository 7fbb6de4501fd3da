package dev.eddy.http;

import java.util.Map;

/// A request that cannot be answered, as RFC 9457 wants it told. It is an answer like others, not a
/// failure of Eddy, so it has no stack trace: that would cost more than what it refuses.
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final Map<String, String> SOON = Map.of("Retry-After", "1");
  private static final Map<String, String> CLOSING = Map.of("Connection", "close");

  private final int status;
  private final String title;
  private final String parameter;
  private final transient Map<String, String> headers;

  private ProblemException(
      int status,
      String title,
      String detail,
      String parameter,
      Map<String, String> headers,
      Throwable cause) {
    super(detail, cause, true, false);
    this.status = status;
    this.title = title;
    this.parameter = parameter;
    this.headers = headers;
  }

  private ProblemException(
      int status, String title, String detail, String parameter, Map<String, String> headers) {
    this(status, title, detail, parameter, headers, null);
  }

  private ProblemException(int status, String title, String detail) {
    this(status, title, detail, "", Map.of());
  }

  /// Returns what the transport found, such as a request that is no well-formed HTTP.
  public static ProblemException transport(int status, String title, String detail) {
    return new ProblemException(status, title, detail);
  }

  /// Returns a 400: the path or the query is not as it must be.
  public static ProblemException badTarget(String detail) {
    return new ProblemException(400, "Bad path or query", detail);
  }

  /// Returns a 400: a parameter is not as it must be.
  public static ProblemException badParameter(String parameter, String detail) {
    return new ProblemException(400, "Bad parameter", detail, parameter, Map.of());
  }

  /// Returns a 400: the body is not as it must be.
  public static ProblemException badBody(String detail) {
    return new ProblemException(400, "Bad body", detail);
  }

  /// Returns a 400: the body cannot be read to its end, so that the connection is of no use any
  /// more.
  public static ProblemException brokenBody(String detail) {
    return new ProblemException(400, "Bad body", detail, "", CLOSING);
  }

  /// Returns a 401: the caller does not show what lets them in.
  ///
  /// @param challenge how they would, for `WWW-Authenticate`
  public static ProblemException unauthorized(String detail, String challenge) {
    return new ProblemException(
        401, "Not authorized", detail, "", Map.of("WWW-Authenticate", challenge));
  }

  /// Returns a 403: the caller is known, and may not do this.
  ///
  /// @param challenge what they would need, for `WWW-Authenticate`
  public static ProblemException forbidden(String detail, String challenge) {
    return new ProblemException(
        403, "Forbidden", detail, "", Map.of("WWW-Authenticate", challenge));
  }

  /// Returns a 404: there is no such thing.
  public static ProblemException notFound(String detail) {
    return new ProblemException(404, "Not found", detail);
  }

  /// Returns a 405: the path has other methods.
  ///
  /// @param allowed those, separated by commas
  public static ProblemException methodNotAllowed(String detail, String allowed) {
    return new ProblemException(405, "Method not allowed", detail, "", Map.of("Allow", allowed));
  }

  /// Returns a 408: the rest of the body does not come.
  public static ProblemException timeout(String detail) {
    return new ProblemException(408, "Request timeout", detail, "", CLOSING);
  }

  /// Returns a 409: not as things are.
  public static ProblemException conflict(String detail) {
    return new ProblemException(409, "Conflict", detail);
  }

  /// Returns a 413: the body is too large.
  public static ProblemException tooLarge(String detail) {
    return new ProblemException(413, "Body too large", detail);
  }

  /// Returns a 415: the body is said to be something that is not understood.
  public static ProblemException unsupportedMediaType(String detail) {
    return new ProblemException(415, "Unsupported media type", detail);
  }

  /// Returns a 429: the caller asks for more than its share.
  ///
  /// @param seconds after which to try again
  public static ProblemException tooMany(String detail, long seconds) {
    return new ProblemException(
        429, "Too many requests", detail, "", Map.of("Retry-After", Long.toString(seconds)));
  }

  /// Returns a 500: nothing that the caller can help.
  static ProblemException internal(String detail) {
    return new ProblemException(500, "Internal error", detail);
  }

  /// Returns a 503: not now.
  public static ProblemException unavailable(String detail) {
    return unavailable(detail, null);
  }

  /// Returns a 503 from something that failed.
  public static ProblemException unavailable(String detail, Throwable cause) {
    return new ProblemException(503, "Not available yet", detail, "", SOON, cause);
  }

  /// Returns a 503 of what was done, though its effect is not seen yet: there is no `Retry-After`,
  /// since it need not be tried again.
  public static ProblemException unconfirmed(String detail, Throwable cause) {
    return new ProblemException(503, "Not confirmed yet", detail, "", Map.of(), cause);
  }

  /// Returns the status of the answer.
  public int status() {
    return status;
  }

  /// Returns the kind of problem, in a few words.
  public String title() {
    return title;
  }

  /// Returns the name of the bad parameter, or an empty text.
  public String parameter() {
    return parameter;
  }

  /// Returns the headers that the answer has because of it.
  public Map<String, String> headers() {
    return headers;
  }
}
