package dev.eddy.http.jetty;

import dev.eddy.http.Shedding;
import dev.eddy.http.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// HTTP as bytes, so that tests can send what no client would.
final class RawHttp {

  private static final int PATIENCE_MS = 30_000;

  private RawHttp() {}

  /// Returns settings of a server on loopback without files.
  static ServerSettings settings(int port, Limits limits, Traffic traffic) {
    return settings(port, limits, Shedding.NONE, traffic);
  }

  /// The same of a server that sheds load.
  static ServerSettings settings(int port, Limits limits, Shedding shedding, Traffic traffic) {
    return new ServerSettings(
        "127.0.0.1",
        port,
        List.of(),
        List.of(),
        path -> false,
        limits,
        shedding,
        traffic,
        Map.of(),
        Optional.empty());
  }

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
