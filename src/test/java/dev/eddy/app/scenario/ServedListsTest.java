package dev.eddy.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.lists.Brake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServedListsTest {

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private ServedLists lists;
  private int status = 200;
  private String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(
              "%s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), body));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    lists = new ServedLists(uri, uri);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldCountListsThatHaveItems() {
    answer = "{\"items\":[{\"itemId\":\"m3\"},{\"itemId\":\"m1\"}]}";
    assertThat(lists.of("u1")).containsExactly("m3", "m1");
    answer = "{\"items\":[]}";
    assertThat(lists.of("u1")).isEmpty();
    assertThat(lists.served()).isEqualTo(1);
    assertThat(asked).first().isEqualTo("GET /v1/users/u1/recommendations?n=10 ");
  }

  @Test
  void shouldGoWithoutAListWhereTheInstanceIsBusy() {
    status = 503;
    assertThat(lists.of("u1")).isEmpty();
    assertThat(lists.refused()).isEqualTo(1);
    assertThat(lists.served()).isZero();
  }

  @Test
  void shouldEndWhereTheInstanceRefuses() {
    status = 401;
    answer = "{\"detail\":\"a token is needed\"}";
    assertThatThrownBy(() -> lists.of("u1"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("status 401")
        .hasMessageContaining("a token is needed");
    server.stop(0);
    assertThatThrownBy(() -> lists.of("u1"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void shouldMoveBrakesAsAnOperatorDoes() {
    lists.move(Map.of(Brake.INFLUENCE_CAP, 10.0));
    assertThat(asked)
        .containsExactly("PUT /v1/admin/brakes {\"by\":\"demo\",\"influenceCap\":10.0}");
  }
}
