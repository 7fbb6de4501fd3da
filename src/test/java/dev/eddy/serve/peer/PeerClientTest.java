package dev.eddy.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeerClientTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PeerClient client =
      new PeerClient(new FakeBackend(new Random(7)), Optional.empty(), Optional::empty, registry);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    client.close();
    threads.shutdownNow();
  }

  /// A peer that answers with a status and nobody, or never.
  private HttpServer peer(int port, int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext(
        PeerUsersEndpoint.PATH,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (status == 0) {
            await();
          } else {
            exchange.sendResponseHeaders(status, -1);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, UserState> ask(HttpServer... peers) {
    Map<URI, List<String>> questions = new HashMap<>();
    for (HttpServer peer : peers) {
      questions.put(uri(peer), List.of("u"));
    }
    return client.users(questions, false, WriteToken.NONE);
  }

  private static URI uri(HttpServer peer) {
    return URI.create("http://127.0.0.1:" + peer.getAddress().getPort());
  }

  private double count(String outcome) {
    return registry.get("eddy.peer.requests").tag("outcome", outcome).counter().count();
  }

  @Test
  void shouldAskAPeerThatHasStartedAgain() throws IOException {
    HttpServer first = peer(0, 200);
    assertThat(ask(first)).isEmpty();
    assertThat(ask(first)).isEmpty();
    first.stop(0);
    HttpServer second = peer(first.getAddress().getPort(), 200);
    assertThat(ask(second)).isEmpty();
    second.stop(0);
    assertThat(count("answered")).isEqualTo(3);
    assertThat(count("failed")).isZero();
  }

  @Test
  @Timeout(30)
  void shouldNotWaitForAPeerThatSaysNothing() throws IOException {
    HttpServer silent = peer(0, 0);
    HttpServer other = peer(0, 200);
    ask(silent, other);
    assertThat(count("answered")).isEqualTo(1);
    assertThat(count("failed")).isEqualTo(1);
    silent.stop(0);
    other.stop(0);
  }

  @Test
  void shouldTakeNoAnswerFromAPeerThatIsNotReadyOrGone() throws IOException {
    HttpServer busy = peer(0, 503);
    HttpServer gone = peer(0, 200);
    gone.stop(0);
    assertThat(ask(busy, gone)).isEmpty();
    assertThat(count("failed")).isEqualTo(2);
    assertThatThrownBy(() -> client.all(List.of(uri(gone)), "/internal/page", Map.class))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(uri(gone).toString());
    busy.stop(0);
  }
}
