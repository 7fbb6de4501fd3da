package dev.eddy.http;

import java.util.UUID;
import java.util.regex.Pattern;

/// Gives every request an id, `X-Request-Id`: the caller's, where it has one that is fit for a
/// log, or a new one. Answers carry it, and so do the log lines of the request.
public final class RequestIds {

  /// The header.
  public static final String HEADER = "X-Request-Id";

  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  private RequestIds() {}

  /// Returns the id of a request.
  ///
  /// @param given what the caller calls it, or null
  public static String of(String given) {
    return given != null && FIT.matcher(given).matches() ? given : UUID.randomUUID().toString();
  }
}
