package dev.eddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.http.Dispatcher;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Route;
import dev.eddy.http.Shedding;
import dev.eddy.http.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is shed is refused at once, in the thread that reads, and keeps its connection.
@Timeout(60)
class SheddingTest {

  private static final String GET = "GET /v1/length HTTP/1.1\r\nHost: localhost\r\n";
  private static final String POST = "POST /v1/length HTTP/1.1\r\nHost: localhost\r\n";
  private static final String CLOSE = "Connection: close\r\n";

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final CountDownLatch leave = new CountDownLatch(1);
  private volatile boolean isFull;
  private volatile boolean isLate;
  private final Shedding shedding =
      new Shedding() {
        @Override
        public long arrived() {
          note("arrived");
          return refusedIf(isFull, "full");
        }

        @Override
        public void started(long arrivedNs) {
          note("started");
          refusedIf(isLate, "late");
        }

        private long refusedIf(boolean isSo, String why) {
          if (isSo) {
            throw ProblemException.unavailable(why);
          }
          return 7;
        }
      };
  private final Traffic traffic =
      new Traffic() {
        @Override
        public void answered(String endpoint, int status) {
          note("answered " + status);
        }

        @Override
        public void cutOff(Cut why) {}
      };
  private final JettyServer server =
      new JettyServer(
          RawHttp.settings(0, Limits.DEFAULT, shedding, traffic),
          new Dispatcher(
              List.of(
                  new Route(
                      Method.POST,
                      "/v1/length",
                      (request, response) ->
                          response.send("" + request.body().readAllBytes().length)),
                  new Route(
                      Method.GET,
                      "/v1/length",
                      (request, response) -> {
                        awaitLeave();
                        response.send("done");
                      }))));

  private void note(String what) {
    String where = Thread.currentThread().isVirtual() ? " in its own thread" : " where it is read";
    seen.add(what + where);
  }

  private void awaitLeave() {
    try {
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    leave.countDown();
    server.close();
  }

  private String answers(String text) throws IOException {
    return RawHttp.untilClosed(server.port(), text);
  }

  /// An answer is told of when it is sent, and may be read a little before.
  private void assertSeen(String... what) {
    await().untilAsserted(() -> assertThat(seen).containsExactly(what));
  }

  @Test
  void shouldRefuseAtOnceWithoutAThreadWhileOthersAreWorkedOn() throws IOException {
    List<Socket> held = new ArrayList<>();
    for (int n = 0; n < 4 * Runtime.getRuntime().availableProcessors(); n++) {
      held.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      held.getLast()
          .getOutputStream()
          .write((GET + CLOSE + "\r\n").getBytes(StandardCharsets.US_ASCII));
      while (seen.size() < 2 * held.size()) {
        Thread.onSpinWait();
      }
    }
    isFull = true;
    seen.clear();
    String refused = answers(GET + "\r\n" + GET + CLOSE + "\r\n");
    assertThat(refused.split("HTTP/1.1 503", -1)).as("two answers of one connection").hasSize(3);
    assertThat(refused)
        .containsIgnoringCase("Retry-After: 1")
        .containsIgnoringCase("X-Request-Id: ")
        .contains("\"detail\":\"full\"");
    assertSeen(
        "arrived where it is read",
        "answered 503 where it is read",
        "arrived where it is read",
        "answered 503 where it is read");
    leave.countDown();
    for (Socket socket : held) {
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(RawHttp.status(answer)).isEqualTo(200);
      socket.close();
    }
  }

  @Test
  void shouldReadTheBodyOfWhatItRefuses() throws IOException {
    isFull = true;
    String body = "x".repeat(100_000);
    String refused =
        answers(
            POST
                + "Content-Length: 100000\r\n\r\n"
                + body
                + POST
                + "Content-Length: 1\r\n"
                + CLOSE
                + "\r\nx");
    assertThat(refused.split("HTTP/1.1 503", -1)).as("two answers of one connection").hasSize(3);
  }

  @Test
  void shouldRefuseWhatHasWaitedTooLongInAThreadOfItsOwn() throws IOException {
    isLate = true;
    String refused = answers(POST + "Content-Length: 1\r\n" + CLOSE + "\r\nx");
    assertThat(RawHttp.status(refused)).isEqualTo(503);
    assertThat(refused).containsIgnoringCase("Retry-After: 1").contains("\"detail\":\"late\"");
    // Which thread ends an answer depends on which of them sends its last byte.
    await().untilAsserted(() -> assertThat(seen).hasSize(3));
    assertThat(seen)
        .startsWith("arrived where it is read", "started in its own thread")
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("answered 503");
    isLate = false;
    assertThat(RawHttp.status(answers(POST + "Content-Length: 1\r\n" + CLOSE + "\r\nx")))
        .isEqualTo(200);
  }
}
