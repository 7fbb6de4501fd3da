package dev.eddy.http.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// HTTP as bytes, so that tests can send what no client would.
final class RawHttp {

  private static final int PATIENCE_MS = 30_000;

  private RawHttp() {}

  /// Sends bytes, and returns all that comes back until the server closes the connection.
  ///
  /// @param text in ISO 8859-1
  static String untilClosed(int port, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /// Returns the status of the first answer.
  static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }
}
