package dev.eddy.app;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One connection over which requests are sent one after the other, as `wrk` does: a client that
/// shares two cores with what it measures must cost little. It reads what HTTP/1.1 servers send
/// with a `Content-Length` or in chunks, and nothing else.
final class KeptConnection implements AutoCloseable {

  private static final int OK = 200;

  private final InetAddress from;
  private final int port;
  private final Duration patience;
  private Socket socket;
  private InputStream in;

  /// Prepares a connection to a port of this machine, made when it is first needed.
  ///
  /// @param patience how long an answer is waited for
  KeptConnection(int port, Duration patience) {
    this(InetAddress.getLoopbackAddress(), port, patience);
  }

  /// The same, from an address of this machine.
  KeptConnection(InetAddress from, int port, Duration patience) {
    this.from = from;
    this.port = port;
    this.patience = patience;
  }

  /// Sends a request and reads the whole answer. After a failure the next request has a new
  /// connection.
  ///
  /// @return nothing where the status is 200, else the status and what was said
  Optional<String> get(String target) throws IOException {
    try {
      if (socket == null) {
        connect();
      }
      String request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return answer();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Math.toIntExact(patience.toMillis()));
    in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
  }

  private Optional<String> answer() throws IOException {
    String statusLine = line(); // HTTP/1.1 200 OK
    int status = Integer.parseInt(statusLine, 9, 12, 10);
    long length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    StringBuilder said = new StringBuilder();
    if (chunked) {
      while ((length = Long.parseLong(line().strip(), 16)) > 0) {
        read(length, status, said);
        line();
      }
      line();
    } else {
      read(length, status, said);
    }
    if (last) {
      close();
    }
    return status == OK ? Optional.empty() : Optional.of("status " + status + ": " + said);
  }

  private void read(long length, int status, StringBuilder said) throws IOException {
    if (status == OK) {
      in.skipNBytes(length);
    } else {
      said.append(new String(in.readNBytes((int) length), StandardCharsets.UTF_8));
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read; (read = in.read()) != '\n'; ) {
      if (read < 0) {
        throw new EOFException("the connection was closed within an answer");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
