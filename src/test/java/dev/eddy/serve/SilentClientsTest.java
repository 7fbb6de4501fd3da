package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.serve.limit.Unhurried;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients who say almost nothing keep nobody else from being answered.
@Timeout(60)
class SilentClientsTest {

  private static final int MANY = 200;

  private final ServedFake eddy = new ServedFake(Unhurried.LIMITS, List.of());
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    client.close();
    eddy.close();
  }

  private void begin(String head, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), eddy.port());
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            "%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s"
                .formatted(head, body)
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String target)
      throws IOException, InterruptedException {
    return client.send(
        request.uri(URI.create("http://127.0.0.1:" + eddy.port() + target)).build(),
        BodyHandlers.ofString());
  }

  private double inFlight() {
    return eddy.registry.get("eddy.http.active.requests").tag("kind", "requests").gauge().value();
  }

  @Test
  void shouldAnswerWhileOthersHaveSentOneByteOfABody() throws Exception {
    for (int n = 0; n < MANY; n++) {
      begin(n % 2 == 0 ? "PUT /v1/users/u" : "GET /v1/users/u", "Content-Length: 9\r\n\r\n{");
    }
    await().until(() -> inFlight() == MANY);
    assertThat(send(HttpRequest.newBuilder(), "/v1/users/u1/recommendations").statusCode())
        .isEqualTo(200);
    HttpResponse<String> written =
        send(
            HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"rating\":4}")),
            "/v1/users/u1/ratings/m1");
    assertThat(written.statusCode()).as(written.body()).isEqualTo(202);
  }

  @Test
  void shouldAnswerHealthAndMetricsWhateverElseIsRefused() throws Exception {
    for (int n = 0; n < MANY; n++) {
      begin("POST /v1/ratings", "Content-Length: 9\r\n\r\n{");
      begin("GET /v1/events", "\r\n");
    }
    await().until(() -> inFlight() == MANY);
    for (String target : List.of("/health/live", "/health/ready", "/metrics")) {
      URI uri = URI.create("http://127.0.0.1:" + eddy.operationsPort() + target);
      assertThat(
              client
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                  .statusCode())
          .as(target)
          .isEqualTo(200);
    }
    HttpResponse<String> oneMore = send(HttpRequest.newBuilder(), "/v1/events");
    assertThat(oneMore.statusCode()).isEqualTo(429);
    assertThat(oneMore.headers().firstValue("Retry-After")).hasValue("1");
  }
}
