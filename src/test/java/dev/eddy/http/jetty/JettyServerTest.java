package dev.eddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Route;
import dev.eddy.http.Shedding;
import dev.eddy.http.Traffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The protocol, as bytes where no client would send it.
@Timeout(60)
class JettyServerTest {

  private static final String LONG_TEXT = "many times the same. ".repeat(200);

  private static JettyServer server;
  private static HttpClient client;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() {
    server =
        new JettyServer(
            new ServerSettings(
                "127.0.0.1",
                0,
                List.of("eddy.example", "eddy", "a", "b", "other"),
                List.of("https://shop.example"),
                path -> path.startsWith("/v1/"),
                Limits.DEFAULT,
                Shedding.NONE,
                Traffic.UNWATCHED,
                Map.of(
                    "/", "console",
                    "/vendor/uplot", "META-INF/resources/webjars/uplot/1.6.30/dist"),
                Optional.empty()),
            new Dispatcher(
                List.of(
                    new Route(
                        Method.GET,
                        "/v1/users/{user}",
                        (request, response) ->
                            response.send("user " + request.pathParameter("user").value())),
                    new Route(
                        Method.DELETE,
                        "/v1/users/{user}",
                        (request, response) -> response.send("deleted")),
                    new Route(
                        Method.GET,
                        "/v1/long",
                        (request, response) -> {
                          response.header("Content-Type", "text/plain");
                          response.send(LONG_TEXT);
                        }),
                    new Route(
                        Method.GET,
                        "/v1/events",
                        (request, response) -> {
                          var events = response.events();
                          for (int n = 0; n < 2 && events.isOpen(); n++) {
                            events.send("pulse", "{\"n\":" + n + "}");
                          }
                        }),
                    new Route(
                        Method.POST,
                        "/v1/echo",
                        (request, response) -> {
                          response.header("Content-Type", "text/plain");
                          response.send(request.body().readAllBytes());
                        }))));
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    server.close();
    client.close();
  }

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
  }

  /// What a caller does wrong is no warning, and has no stack trace.
  @AfterEach
  void shouldHaveLoggedNothing() {
    ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
  }

  private static String raw(String text) throws IOException {
    return RawHttp.untilClosed(server.port(), text);
  }

  private static String post(String headers, String body) {
    return "POST /v1/echo HTTP/1.1\r\nHost: eddy\r\n" + headers + "\r\n" + body;
  }

  @Test
  void shouldAnswerHttp10AndCloseOrKeepTheConnection() throws IOException {
    String closed = raw("GET /v1/users/ann HTTP/1.0\r\n\r\n");
    assertThat(RawHttp.status(closed)).isEqualTo(200);
    assertThat(closed).endsWith("user ann");
    String kept =
        raw(
            "GET /v1/users/ann HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
                + "GET /v1/users/bob HTTP/1.0\r\n\r\n");
    assertThat(kept).containsIgnoringCase("connection: keep-alive").contains("user ann");
    assertThat(kept).endsWith("user bob");
  }

  @Test
  void shouldAnswerSeveralOnOneConnection() throws IOException {
    String answers =
        raw(
            "GET /v1/users/ann HTTP/1.1\r\nHost: eddy\r\n\r\n"
                + post("Content-Length: 2\r\n", "hi")
                + post("Transfer-Encoding: chunked\r\n", "2\r\nho\r\n0\r\n\r\n")
                + "GET /v1/users/bob HTTP/1.1\r\nHost: eddy\r\nConnection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(5);
    assertThat(answers).contains("user ann", "hi", "ho").endsWith("user bob");
  }

  @Test
  void shouldSpeakHttp2WithoutTls() throws Exception {
    HttpResponse<String> response =
        client.send(
            request("/v1/users/ann").version(HttpClient.Version.HTTP_2).build(),
            BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.body()).isEqualTo("user ann");
    HttpResponse<String> echo =
        client.send(
            request("/v1/echo")
                .version(HttpClient.Version.HTTP_2)
                .POST(BodyPublishers.ofString("x".repeat(200_000)))
                .build(),
            BodyHandlers.ofString());
    assertThat(echo.body()).hasSize(200_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
        "Content-Length: 2\r\nContent-Length: 3\r\n",
        "Content-Length: 2, 3\r\n",
        "Content-Length: +2\r\n",
        "Content-Length: -2\r\n",
        "Content-Length: 0x2\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "X-Folded: a\r\n b\r\nContent-Length: 2\r\n",
        "X-Control: a\u0001b\r\nContent-Length: 2\r\n",
        "X-Nul: a\u0000b\r\nContent-Length: 2\r\n",
        "X(Bad): a\r\nContent-Length: 2\r\n",
        "Host: other\r\nContent-Length: 2\r\n",
        "no colon\r\nContent-Length: 2\r\n"
      })
  void shouldRefuseHeadersThatCanBeReadInTwoWaysAndClose(String headers) throws IOException {
    assertRefused(raw(post(headers, "2\r\nhi\r\n0\r\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nhi\r\n0\r\n\r\n",
        "-2\r\nhi\r\n0\r\n\r\n",
        "+2\r\nhi\r\n0\r\n\r\n",
        "0x2\r\nhi\r\n0\r\n\r\n",
        "2 2\r\nhi\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nhi",
        "\r\nhi\r\n0\r\n\r\n",
        "2\r\nhiho\r\n0\r\n\r\n"
      })
  void shouldRefuseBadChunksAndClose(String body) throws IOException {
    assertRefused(raw(post("Transfer-Encoding: chunked\r\n", body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/users/a b HTTP/1.1\r\nHost: eddy\r\n\r\n",
        "GET /v1/users/a\u0001 HTTP/1.1\r\nHost: eddy\r\n\r\n",
        "GET /v1/users/a HTTP/1.1\r\n\r\n",
        "GET /v1/users/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /v1/users/a HTTP/9.9\r\nHost: eddy\r\n\r\n",
        "GET /v1/users/a JUNK\r\nHost: eddy\r\n\r\n",
        "G\u0000T /v1/users/a HTTP/1.1\r\nHost: eddy\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"
      })
  void shouldRefuseWhatIsNoRequest(String text) throws IOException {
    String answer = raw(text);
    assertThat(RawHttp.status(answer)).as(answer).isIn(400, 505);
    assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
  }

  private static void assertRefused(String answer) {
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
    assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer, then closed: " + answer).hasSize(2);
    assertThat(answer)
        .containsIgnoringCase("connection: close")
        .containsIgnoringCase("content-type: application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users/victim%2Fratings%2FPlain",
        "/v1/users/victim%5Cratings",
        "/v1/users/victim%00",
        "/v1/users//victim",
        "//v1/users/victim",
        "/v1/users/victim;x=1",
        "/v1/users/..;/users/victim",
        "/v1/users/./victim",
        "/v1/users/../users/victim",
        "/v1/users/%2e%2E/users/victim",
        "/v1/users/%ff",
        "/v1/users/\u00e9",
        "/v1/users/%",
        "http://eddy/v1/users/a%2Fb",
        "/v1/user?id=%ff"
      })
  void shouldRefusePathsThatCanBeReadInTwoWays(String target) throws IOException {
    String answer =
        raw("DELETE " + target + " HTTP/1.1\r\nHost: eddy\r\nConnection: close\r\n\r\n");
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(400);
    assertThat(answer).contains("application/problem+json").doesNotContain("deleted");
    assertThat(answer).containsAnyOf("/v1/user?id=", "UTF-8", "percent");
  }

  @Test
  void shouldTakeAnyIdInTheQueryAndPercentSignsInPaths() throws Exception {
    assertThat(send(request("/v1/user?id=a%2F..%2Fb%3B%00")).body()).isEqualTo("user a/../b;\0");
    assertThat(send(request("/v1/users/100%25")).body()).isEqualTo("user 100%");
    assertThat(
            raw("GET http://eddy/v1/users/ann HTTP/1.1\r\nHost: eddy\r\nConnection: close\r\n\r\n"))
        .endsWith("user ann");
  }

  @Test
  void shouldAnswerHeadAsGetWithoutTheBody() throws Exception {
    HttpResponse<String> got = send(request("/v1/users/ann"));
    HttpResponse<String> head = send(request("/v1/users/ann").HEAD());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(got.headers().firstValue("Content-Length"))
        .isPresent();
    assertThat(head.body()).isEmpty();
    assertThat(send(request("/v1/events").HEAD()).headers().firstValue("Content-Type"))
        .hasValue("text/event-stream");
    assertThat(send(request("/nothing").HEAD()).statusCode()).isEqualTo(404);
    assertThat(send(request("/index.html").HEAD()).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSendEvents() throws Exception {
    HttpResponse<String> events = send(request("/v1/events").header("Accept-Encoding", "gzip"));
    assertThat(events.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(events.body())
        .isEqualTo("event:pulse\ndata:{\"n\":0}\n\nevent:pulse\ndata:{\"n\":1}\n\n");
  }

  @Test
  void shouldTellWhichMethodsThereAre() throws Exception {
    HttpResponse<String> options =
        send(request("/v1/users/ann").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, DELETE, OPTIONS");
    for (String target : List.of("/v1/users/ann", "/index.html", "/")) {
      HttpResponse<String> refused = send(request(target).POST(BodyPublishers.ofString("x")));
      assertThat(refused.statusCode()).as(target).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow").orElseThrow()).contains("GET, HEAD");
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    HttpResponse<String> unknown = send(request("/nothing").POST(BodyPublishers.ofString("x")));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Json.MAPPER.readTree(unknown.body()).get("detail").asText())
        .isEqualTo("there is no POST /nothing");
    assertThat(unknown.headers().firstValue("X-Request-Id")).isPresent();
  }

  @Test
  void shouldSendAFileOnceAndThenSayThatItIsTheSame() throws Exception {
    HttpResponse<String> file = send(request("/index.html"));
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(send(request("/")).body()).isEqualTo(file.body());
    String tag = file.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = send(request("/index.html").header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<String> packed = send(request("/index.html").header("Accept-Encoding", "gzip"));
    String packedTag = packed.headers().firstValue("ETag").orElseThrow();
    assertThat(
            send(request("/index.html")
                    .header("Accept-Encoding", "gzip")
                    .header("If-None-Match", packedTag))
                .statusCode())
        .isEqualTo(304);
    assertThat(send(request("/index.html").header("If-None-Match", "\"other\"")).statusCode())
        .isEqualTo(200);
  }

  /// Browsers ask for each file again, packed, over connections that they keep.
  @Test
  void shouldSayThatNoFileHasChangedWithoutAWordInTheLog() throws Exception {
    Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
    jetty.setLevel(Level.WARN);
    try {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        for (String file :
            List.of("/", "/index.html", "/style.css", "/icon.svg", "/vendor/uplot/uPlot.min.css")) {
          for (String method : List.of("GET", "HEAD")) {
            for (String coding : List.of("identity", "gzip", "gzip, deflate, br, zstd")) {
              HttpRequest.Builder request =
                  request(file)
                      .version(version)
                      .method(method, BodyPublishers.noBody())
                      .header("Accept-Encoding", coding);
              String tag = send(request).headers().firstValue("ETag").orElseThrow();
              HttpResponse<String> again =
                  send(
                      request
                          .header("If-None-Match", tag)
                          .header("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"));
              assertThat(again.statusCode()).as(version + file + method + coding).isEqualTo(304);
              assertThat(again.headers().firstValue("ETag")).contains(tag);
              assertThat(again.body()).isEmpty();
            }
          }
        }
      }
    } finally {
      jetty.setLevel(null);
    }
  }

  @Test
  void shouldTellWhoIsStillSendingABodyThatNobodyWants() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpResponse<String> refused =
          client.send(
              request("/v1/users/ann")
                  .version(version)
                  .method("PATCH", BodyPublishers.ofByteArray(new byte[4 << 20]))
                  .build(),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).as(version.name()).isEqualTo(405);
    }
    String asked =
        raw(
            "POST /v1/users/ann HTTP/1.1\r\nHost: eddy\r\nExpect: 100-continue\r\n"
                + "Content-Length: 9999999\r\n\r\n");
    assertThat(RawHttp.status(asked)).as("not asked to go on").isEqualTo(405);
  }

  @Test
  void shouldServeFilesOfLibraries() throws Exception {
    HttpResponse<String> script = send(request("/vendor/uplot/uPlot.esm.js"));
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
    for (String none : List.of("/vendor/uplot/", "/vendor/uplot/none.js", "/vendor/none")) {
      assertThat(send(request(none)).statusCode()).as(none).isIn(403, 404);
    }
  }

  @Test
  void shouldPackAndUnpack() throws Exception {
    HttpResponse<byte[]> packed =
        client.send(
            request("/v1/long").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.headers().firstValue("Vary").orElseThrow())
        .containsIgnoringCase("accept-encoding");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LONG_TEXT);
    }
    byte[] whole = gzip(LONG_TEXT);
    assertThat(echo(whole).body()).isEqualTo(LONG_TEXT);
    byte[] damaged = whole.clone();
    for (int at = 12; at < damaged.length; at++) {
      damaged[at] ^= 0x55;
    }
    for (byte[] bad :
        List.of(
            damaged,
            java.util.Arrays.copyOf(whole, whole.length / 2),
            "no gzip".getBytes(StandardCharsets.UTF_8))) {
      HttpResponse<String> refused = echo(bad);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("body");
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static HttpResponse<String> echo(byte[] packed) throws Exception {
    return send(
        request("/v1/echo")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(packed)));
  }

  @Test
  void shouldLetPagesOfNamedSitesAsk() throws Exception {
    HttpResponse<String> preflight =
        send(
            request("/v1/users/ann")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "DELETE")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("DELETE");
    assertThat(preflight.headers().firstValue("X-Request-Id")).isPresent();
    HttpResponse<String> stranger =
        send(
            request("/v1/users/ann")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "DELETE")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    HttpResponse<String> file =
        send(request("/index.html").header("Origin", "https://shop.example"));
    assertThat(file.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void shouldTakeALongRequestLineAndRefuseALongerOne() throws Exception {
    assertThat(send(request("/v1/user?id=" + "x".repeat(250 << 10))).body()).hasSizeGreaterThan(9);
    HttpResponse<String> longer = send(request("/v1/user?id=" + "x".repeat(300 << 10)));
    assertThat(longer.statusCode()).isEqualTo(414);
    assertThat(longer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void shouldSayWhichAddressIsTaken() {
    ServerSettings taken = RawHttp.settings(server.port(), Limits.DEFAULT, Traffic.UNWATCHED);
    Dispatcher nothing = new Dispatcher(List.of());
    assertThatThrownBy(() -> new JettyServer(taken, nothing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  @Test
  void shouldStopThoughSomebodyIsStillBeingAnswered() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch forever = new CountDownLatch(1);
    Route slow =
        new Route(
            Method.GET,
            "/v1/slow",
            (request, response) -> {
              asked.countDown();
              try {
                forever.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    ServerSettings anyPort = RawHttp.settings(0, Limits.DEFAULT, Traffic.UNWATCHED);
    JettyServer stopping = new JettyServer(anyPort, new Dispatcher(List.of(slow)));
    URI uri = URI.create("http://127.0.0.1:" + stopping.port() + "/v1/slow");
    var answer = client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    asked.await();
    stopping.close();
    assertThatThrownBy(answer::join).hasRootCauseInstanceOf(IOException.class);
    forever.countDown();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:8080",
        "[::1]:8080",
        "10.1.2.3",
        "localhost:8080",
        "LOCALHOST",
        "eddy.example",
        "Eddy.Example.:443"
      })
  void shouldAnswerForItsOwnNames(String host) throws IOException {
    String answer = rebound(host, "/v1/long");
    assertThat(RawHttp.status(answer)).as(answer).isEqualTo(200);
  }

  // As a browser asks for a page whose name was made to point here.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "eddy.example.evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "xeddy.example"
      })
  void shouldAnswerNothingForOtherNames(String host) throws IOException {
    for (String target : List.of("/v1/long", "/", "/nothing")) {
      String answer = rebound(host, target);
      assertThat(RawHttp.status(answer)).as(answer).isEqualTo(421);
      assertThat(answer).contains("serve.hosts").doesNotContain(LONG_TEXT);
    }
  }

  private static String rebound(String host, String target) throws IOException {
    return RawHttp.untilClosed(
        server.port(),
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(target, host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/long", "/v1/nothing", "/main.js", "/v1/users/a%2Fb"})
  void shouldTellBrowsersWhatPagesMayDo(String target) throws Exception {
    HttpResponse<String> response = send(request(target));
    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .as("%s, status %d", target, response.statusCode())
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
  }
}
