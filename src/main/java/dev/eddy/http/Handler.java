package dev.eddy.http;

import java.io.IOException;

/// Answers requests.
@FunctionalInterface
public interface Handler {

  /// Answers one.
  ///
  /// @throws ProblemException for what is answered with a status that says what is wrong
  /// @throws IOException if the answer cannot be written, because the caller has gone
  void handle(Request request, Response response) throws IOException;
}
