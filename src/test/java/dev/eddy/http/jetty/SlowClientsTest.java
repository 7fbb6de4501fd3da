package dev.eddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.http.Dispatcher;
import dev.eddy.http.Method;
import dev.eddy.http.Route;
import dev.eddy.http.Traffic;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever is slow, or has too many connections, is cut off.
@Timeout(60)
class SlowClientsTest {

  private static final int BYTES_APART_MS = 20;

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final Traffic traffic =
      new Traffic() {
        @Override
        public void answered(String endpoint, int status) {
          seen.add(endpoint + " " + status);
        }

        @Override
        public void cutOff(Cut why) {
          seen.add("cut " + why);
        }
      };
  private final JettyServer server =
      new JettyServer(
          RawHttp.settings(
              0,
              new Limits(
                  8,
                  0.5,
                  8 << 10,
                  Duration.ofMillis(200),
                  Duration.ofMillis(200),
                  100,
                  Duration.ofSeconds(20),
                  0),
              traffic),
          new Dispatcher(
              List.of(
                  new Route(
                      Method.POST,
                      "/v1/length",
                      (request, response) ->
                          response.send("" + request.body().readAllBytes().length)))));

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  /// Sends a beginning, and then a byte at a time until the server closes the connection.
  private String drip(String beginning, String drop) throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
      try {
        while (socket.getInputStream().available() == 0) {
          out.write(drop.getBytes(StandardCharsets.ISO_8859_1));
          Thread.sleep(BYTES_APART_MS);
        }
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketException e) {
        return "closed";
      }
    }
  }

  @Test
  void shouldCloseAConnectionOnWhichHeadersDrip() throws Exception {
    assertThat(drip("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ", "x")).isEqualTo("closed");
    assertThat(drip("GET /", "x")).isEqualTo("closed");
    assertThat(seen).containsExactly("cut HEAD", "cut HEAD");
  }

  @Test
  void shouldCutOffABodyThatDrips() throws Exception {
    String head = "POST /v1/length HTTP/1.1\r\nHost: localhost\r\n";
    String answer = drip(head + "Content-Length: 9999\r\n\r\n", "x");
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(408);
    assertThat(answer).containsIgnoringCase("connection: close").contains("too slowly");
    answer = drip(head + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n");
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(408);
    assertThat(seen).containsExactly("POST /v1/length 408", "POST /v1/length 408");
  }

  @Test
  void shouldTakeABodyThatIsSlowButComes() throws Exception {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /v1/length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Length: 2000\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      for (int n = 0; n < 20; n++) {
        out.write(new byte[100]);
        Thread.sleep(BYTES_APART_MS);
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 200")
          .endsWith("2000");
    }
  }

  @Test
  void shouldCloseConnectionsBeyondTheShareOfAnAddress() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int n = 0; n < 4; n++) {
        sockets.add(connect());
      }
      await()
          .untilAsserted(
              () -> {
                try (Socket socket = connect()) {
                  assertThat(isClosed(socket)).isTrue();
                }
              });
      assertThat(seen).contains("cut ADDRESS");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await().untilAsserted(() -> assertThat(answered()).startsWith("HTTP/1.1 404"));
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(1000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  private String answered() throws IOException {
    return RawHttp.untilClosed(
        server.port(), "GET /no HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  @Test
  void shouldTellOfRequestsThatNoEndpointSaw() throws IOException {
    RawHttp.untilClosed(server.port(), "\u0016\u0003\u0001 no HTTP\r\n\r\n");
    answered();
    RawHttp.untilClosed(
        server.port(), "GET /v1/..;/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    await()
        .untilAsserted(
            () -> assertThat(seen).containsExactlyInAnyOrder("none 400", "none 404", "none 400"));
  }
}
