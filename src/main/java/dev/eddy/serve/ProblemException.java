package dev.eddy.serve;

/// A request that cannot be answered, as RFC 9457 wants it told.
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final String parameter;
  private final int retryAfterS;

  private ProblemException(
      int status, String title, String detail, String parameter, int retryAfterS) {
    super(detail);
    this.status = status;
    this.title = title;
    this.parameter = parameter;
    this.retryAfterS = retryAfterS;
  }

  /// Returns a 400: a parameter is not as it must be.
  public static ProblemException badParameter(String parameter, String detail) {
    return new ProblemException(400, "Bad parameter", detail, parameter, 0);
  }

  /// Returns a 400: the body is not as it must be.
  public static ProblemException badBody(String detail) {
    return new ProblemException(400, "Bad body", detail, "", 0);
  }

  /// Returns a 401: the caller does not show what lets them in.
  public static ProblemException unauthorized(String detail) {
    return new ProblemException(401, "Not authorized", detail, "", 0);
  }

  /// Returns a 404: there is no such thing.
  public static ProblemException notFound(String detail) {
    return new ProblemException(404, "Not found", detail, "", 0);
  }

  /// Returns a 409: not as things are.
  public static ProblemException conflict(String detail) {
    return new ProblemException(409, "Conflict", detail, "", 0);
  }

  /// Returns a 413: the body is too large.
  public static ProblemException tooLarge(String detail) {
    return new ProblemException(413, "Body too large", detail, "", 0);
  }

  /// Returns a 415: the body is said to be something that is not understood.
  public static ProblemException unsupportedMediaType(String detail) {
    return new ProblemException(415, "Unsupported media type", detail, "", 0);
  }

  /// Returns a 503: not now.
  public static ProblemException unavailable(String detail) {
    return new ProblemException(503, "Not available yet", detail, "", 1);
  }

  /// Returns a 503 from something that failed.
  public static ProblemException unavailable(String detail, Throwable cause) {
    ProblemException problem = unavailable(detail);
    problem.initCause(cause);
    return problem;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /// Returns the name of the bad parameter, or an empty text.
  String parameter() {
    return parameter;
  }

  /// Returns after how many seconds to try again, or 0.
  int retryAfterS() {
    return retryAfterS;
  }
}
