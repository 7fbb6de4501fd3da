package dev.eddy.http;

import java.io.IOException;

/// Server-sent events, as browsers read them.
public interface EventStream {

  /// Sends an event at once.
  ///
  /// @param data one line
  /// @throws IOException if the caller has gone
  void send(String name, String data) throws IOException;

  /// Returns whether somebody wants events; not who only asked for the headers.
  boolean isOpen();
}
