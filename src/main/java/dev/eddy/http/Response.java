package dev.eddy.http;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An answer. Status and headers are set first; then exactly one of [#send(byte\[\])], [#stream]
/// and [#events] is called. Of an answer to `HEAD` the body is left out.
public interface Response {

  /// Sets the status; 200 unless it is set.
  void status(int status);

  /// Sets a header, in place of what was there.
  void header(String name, String value);

  /// Sends a body, which ends the answer.
  void send(byte[] body);

  /// Sends a text in UTF-8.
  default void send(String body) {
    send(body.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends a body bit by bit, until the stream is closed.
  OutputStream stream();

  /// Sends events (`text/event-stream`) for as long as both sides like.
  EventStream events();

  /// Returns whether status and headers are on their way and cannot be changed any more.
  boolean isSent();
}
