package dev.eddy.http;

/// What an endpoint answers. `HEAD` is answered as `GET` without a body, and `OPTIONS` by the
/// router, so neither has endpoints.
public enum Method {
  /// Reads.
  GET,
  /// Adds, or asks with a body.
  POST,
  /// Puts one thing in place of another.
  PUT,
  /// Takes away.
  DELETE
}
