package dev.eddy.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.http.Call;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.http.Route;
import dev.eddy.http.jetty.Limits;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.request.Endpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {

  private static final LimitSettings SMALL =
      new LimitSettings(0.5, 20, 4, 4, 4, 2, 2, 60_000, 100_000, 200_000, 10, 3, 0, Limits.DEFAULT);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nowNs = new AtomicLong();
  private final UserWrites userWrites =
      new UserWrites(SMALL.maxWritesPerUserMinute(), registry, nowNs::get);
  private final Admission admission =
      new Admission(
          SMALL, call -> call.header("X-Client").orElse("somebody"), userWrites, registry);
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Dispatcher dispatcher =
      new Dispatcher(
          List.of(
              route(new Blocking(Method.GET, "/v1/items", Endpoint.Caller.CLIENT)),
              route(new Blocking(Method.POST, "/v1/ratings", Endpoint.Caller.CLIENT)),
              route(new Blocking(Method.PUT, "/v1/users/{user}", Endpoint.Caller.CLIENT)),
              route(new Blocking(Method.DELETE, "/v1/users/{user}", Endpoint.Caller.CLIENT)),
              route(
                  new Blocking(
                      Method.DELETE, "/v1/users/{user}/ratings/{item}", Endpoint.Caller.CLIENT)),
              route(new Blocking(Method.POST, "/internal/users", Endpoint.Caller.INSTANCE)),
              route(new Blocking(Method.GET, "/openapi.yaml", Endpoint.Caller.CLIENT)),
              route(new Blocking(Method.GET, "/metrics", Endpoint.Caller.WATCHER))));

  private Route route(Endpoint endpoint) {
    return new Route(endpoint.method(), endpoint.path(), admission.limit(endpoint));
  }

  @AfterEach
  void close() {
    leave.countDown();
    threads.shutdown();
  }

  /// Answers what asks with `?block=1` only when the test lets it.
  private final class Blocking implements Endpoint {

    private final Method method;
    private final String path;
    private final Caller caller;

    Blocking(Method method, String path, Caller caller) {
      this.method = method;
      this.path = path;
      this.caller = caller;
    }

    @Override
    public Method method() {
      return method;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public Set<Role> roles() {
      return path.equals("/openapi.yaml") ? Set.of() : Endpoint.super.roles();
    }

    @Override
    public Caller caller() {
      return caller;
    }

    @Override
    public int maxBodyBytes() {
      return 1 << 20;
    }

    @Override
    public boolean takesLines(Request request) {
      return request.header("Content-Type").orElse("").equals("text/csv");
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
      if (request.query().single("block").isPresent()) {
        entered.release();
        try {
          leave.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      response.send("" + request.body().readAllBytes().length);
    }
  }

  private FakeResponse ask(Call call) {
    FakeResponse response = new FakeResponse();
    assertThat(dispatcher.answer(call, response)).isTrue();
    return response;
  }

  private int status(String method, String target, String client) {
    return ask(new FakeCall(method, target).with("X-Client", client)).status();
  }

  /// Fills places: two each for two clients.
  private List<CompletableFuture<FakeResponse>> fill(String method, String target) {
    List<CompletableFuture<FakeResponse>> answers = new ArrayList<>();
    for (String client : List.of("ann", "ann", "bob", "bob")) {
      FakeCall call = new FakeCall(method, target).with("X-Client", client);
      answers.add(CompletableFuture.supplyAsync(() -> ask(call), threads));
    }
    entered.acquireUninterruptibly(answers.size());
    return answers;
  }

  @Test
  void shouldKeepPlacesOfEachKindForThatKind() {
    var reads = fill("GET", "/v1/items?block=1");
    FakeResponse refused = ask(new FakeCall("GET", "/v1/items").with("X-Client", "eve"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.text()).contains("serve.max-reads");
    var waits = fill("GET", "/v1/items?block=1&after=0:7");
    assertThat(status("GET", "/v1/items?after=0:7", "eve")).isEqualTo(503);
    var writes = fill("POST", "/v1/ratings?block=1");
    assertThat(status("POST", "/v1/ratings", "eve")).isEqualTo(503);
    assertThat(
            ask(new FakeCall("POST", "/v1/ratings").body("text/csv", "a,b").with("X-Client", "eve"))
                .text())
        .isEqualTo("3");
    assertThat(status("POST", "/internal/users", "eve")).isEqualTo(200);
    for (int n = 0; n < 50; n++) {
      assertThat(status("GET", "/metrics", "eve")).isEqualTo(200);
    }
    assertThat(refused("reads", "full")).isEqualTo(1);
    leave.countDown();
    for (var answers : List.of(reads, waits, writes)) {
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    }
    assertThat(status("GET", "/v1/items", "eve")).isEqualTo(200);
    assertThat(registry.get("eddy.http.active.requests").gauges())
        .allMatch(gauge -> gauge.value() == 0);
  }

  @Test
  void shouldGiveOneClientItsShareOnly() {
    for (int n = 0; n < 2; n++) {
      threads.execute(() -> status("GET", "/v1/items?block=1", "ann"));
    }
    entered.acquireUninterruptibly(2);
    FakeResponse refused = ask(new FakeCall("GET", "/v1/items").with("X-Client", "ann"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(status("GET", "/v1/items", "bob")).isEqualTo(200);
    assertThat(refused("reads", "share")).isEqualTo(1);
  }

  @Test
  void shouldGoByTheAddressWhereNobodyIsAskedWhoTheyAre() {
    for (String name : List.of("made up", "made up too")) {
      threads.execute(() -> status("GET", "/openapi.yaml?block=1", name));
    }
    entered.acquireUninterruptibly(2);
    assertThat(status("GET", "/openapi.yaml", "one more")).isEqualTo(429);
    assertThat(status("GET", "/v1/items", "ann")).isEqualTo(200);
  }

  private double refused(String kind, String why) {
    return registry.get("eddy.http.refused").tag("kind", kind).tag("why", why).counter().count();
  }

  /// A body of which one byte has come.
  private static InputStream stuck(CountDownLatch until, CountDownLatch read) {
    return new InputStream() {
      private boolean begun;

      @Override
      public int read() {
        if (!begun) {
          begun = true;
          return 'x';
        }
        read.countDown();
        try {
          until.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return -1;
      }

      @Override
      public int read(byte[] into, int at, int most) {
        int one = read();
        if (one < 0) {
          return -1;
        }
        into[at] = (byte) one;
        return 1;
      }
    };
  }

  @Test
  void shouldGiveNoPlaceToWhoOnlyWaitsForItsNetwork() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(8);
    for (int n = 0; n < 8; n++) {
      Call slow = new SlowCall("PUT", "/v1/users/u" + n, stuck(leave, stuck));
      threads.execute(() -> ask(slow));
    }
    stuck.await();
    assertThat(status("PUT", "/v1/users/other", "ann")).isEqualTo(200);
    assertThat(status("GET", "/v1/items", "ann")).isEqualTo(200);
    assertThat(registry.get("eddy.http.held").gauge().value()).isEqualTo(8);
  }

  @Test
  void shouldBoundTheMemoryOfBodies() throws InterruptedException {
    assertThat(body(100_001).status()).isEqualTo(413);
    assertThat(body(100_000).text()).isEqualTo("100000");
    CountDownLatch held = new CountDownLatch(2);
    for (int n = 0; n < 2; n++) {
      Call slow =
          new SlowCall(
              "POST",
              "/v1/ratings",
              new SequenceInputStream(
                  new ByteArrayInputStream(new byte[80_000]), stuck(leave, held)));
      threads.execute(() -> ask(slow));
    }
    held.await();
    assertThat(body(50_000).status()).isEqualTo(503);
    assertThat(body(30_000).status()).isEqualTo(200);
    assertThat(refused("bodies", "full")).isEqualTo(1);
  }

  private FakeResponse body(int bytes) {
    return ask(new FakeCall("POST", "/v1/ratings").body("application/json", "x".repeat(bytes)));
  }

  @Test
  void shouldLimitHowOftenAUserIsWritten() {
    for (int n = 0; n < 3; n++) {
      assertThat(status("PUT", "/v1/users/ann", "c")).isEqualTo(200);
    }
    FakeResponse refused = ask(new FakeCall("PUT", "/v1/users/ann"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("60");
    assertThat(status("PUT", "/v1/user?id=ann", "c")).as("by its other form").isEqualTo(429);
    assertThat(status("DELETE", "/v1/users/ann/ratings/m1", "c")).isEqualTo(429);
    assertThat(status("DELETE", "/v1/users/ann", "c")).as("to be forgotten").isEqualTo(200);
    assertThat(status("PUT", "/v1/users/bob", "c")).isEqualTo(200);
    nowNs.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(status("PUT", "/v1/users/ann", "c")).as("a minute later").isEqualTo(200);
  }

  @Test
  void shouldCountNoWritesOfWhatIsNoId() {
    for (int n = 0; n < 5; n++) {
      assertThat(status("PUT", "/v1/users/" + "a".repeat(257), "c")).isEqualTo(400);
    }
    assertThat(registry.get("eddy.http.user.writes.refused").counter().count()).isZero();
  }
}
