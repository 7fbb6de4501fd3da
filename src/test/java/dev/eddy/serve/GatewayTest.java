package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.fixture.Programs;
import dev.eddy.serve.limit.Unhurried;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real nginx in front, with the rules that the chart's ingress makes it have: only the paths of
/// applications get through. What nginx reads in a request and what Eddy reads must be the same, or
/// somebody passes.
@Timeout(60)
class GatewayTest {

  private static final Pattern PUBLIC = Pattern.compile("range list ((?:\"[^\"]+\" ?)+)");
  private static final int PATIENCE_MS = 5_000;

  @TempDir static Path folder;

  private static ServedFake eddy;
  private static Process nginx;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    Programs.assume("nginx", "nginx-light");
    eddy = new ServedFake(Unhurried.LIMITS, List.of("shop.example"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(configuration, configuration());
    nginx =
        new ProcessBuilder(
                "nginx", "-p", folder.toString(), "-c", configuration.toString(), "-e", "error.log")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    await()
        .failFast(() -> assertThat(nginx.isAlive()).as(log()).isTrue())
        .ignoreExceptions()
        .until(() -> send("GET /v1/items/m1 HTTP/1.1").contains("200 OK"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (nginx != null) {
      nginx.destroy();
      nginx.waitFor();
    }
    if (eddy != null) {
      eddy.close();
    }
  }

  private static String log() throws IOException {
    return Files.readString(folder.resolve("out.log"));
  }

  /// Each path of the type `Prefix` becomes two locations, as in the controller for nginx. The
  /// request goes on as it came.
  private static String configuration() throws IOException {
    Matcher list = PUBLIC.matcher(Files.readString(Path.of("helm/eddy/templates/ingress.yaml")));
    assertThat(list.find()).as("the public paths in the chart's ingress").isTrue();
    String locations =
        Arrays.stream(list.group(1).strip().split(" ", -1))
            .map(path -> path.replace("\"", ""))
            .map(
                path ->
                    """
                    location = %1$s { proxy_pass http://eddy; }
                    location %1$s/ { proxy_pass http://eddy; }
                    """
                        .formatted(path))
            .collect(Collectors.joining());
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    events {}
    http {
      access_log off;
      keepalive_timeout 1s;
      client_header_timeout 1s;
      client_body_timeout 1s;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      upstream eddy { server 127.0.0.1:%d; keepalive 8; }
      server {
        listen 127.0.0.1:%d;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        %s
        location / { return 404 "nginx lets nobody through"; }
      }
    }
    """
        .formatted(eddy.port(), port, locations);
  }

  /// Sends a request line and headers, and returns all that comes back.
  private static String send(String head) throws IOException {
    return raw(head + "\r\nHost: shop.example\r\nConnection: close\r\n\r\n");
  }

  private static String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /// Nothing but endpoints of applications has answered anything.
  private static void assertNobodyPassed(String answer) {
    assertThat(answer).doesNotContain("jvm_", "exploration", "Topologies");
    assertThat(eddy.answered().keySet())
        .as(answer)
        .allMatch(
            endpoint ->
                endpoint.startsWith("none ")
                    || (endpoint.contains(" /v1/")
                        && !endpoint.contains("/v1/admin")
                        && !endpoint.contains("/v1/topology")));
  }

  @Test
  void shouldLetApplicationsThrough() throws IOException {
    assertThat(send("GET /v1/users/u1/recommendations?n=2 HTTP/1.1"))
        .contains("200 OK", "\"items\"");
    assertThat(send("GET /v1/user/recommendations?id=u1&n=2 HTTP/1.1"))
        .contains("200 OK", "\"items\"");
    assertThat(send("GET /v1/item?id=100%25 HTTP/1.1"))
        .contains("404 Not Found")
        .doesNotContain("nginx lets");
    assertThat(send("GET /v1/items/100%25 HTTP/1.1"))
        .contains("404 Not Found")
        .doesNotContain("nginx lets");
    assertThat(send("GET /metrics HTTP/1.1")).contains("nginx lets nobody through");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users/..;/..;/metrics",
        "/v1/users/..;/..;/internal/users",
        "/v1/users/..;/admin/brakes",
        "/v1/users/..%3b/..%3b/metrics",
        "/v1/users/../../metrics",
        "/v1/users/%2e%2e/%2e%2e/metrics",
        "/v1/users/.%2e/admin/brakes",
        "/v1/users/..%2f..%2fmetrics",
        "/v1/users/..%5c..%5cmetrics",
        "/v1/users/..\\..\\metrics",
        "/v1/users/%252e%252e/%252e%252e/metrics",
        "/v1/users/..%00/metrics",
        "/v1/users/x/..;x=y/..;x=y/..;x=y/metrics",
        "/v1/users//..//..//metrics",
        "//metrics",
        "/v1/users/..%c0%af..%c0%afmetrics",
        "/v1/users/%ff/../metrics",
        "/./metrics",
        "/metrics/",
        "/metrics;/v1/users",
        "/metrics%2f..%2fv1%2fusers",
        "/v1/users;/../../metrics",
        "/v1/users/#/../../metrics",
        "/v1/users?/../../metrics",
        "http://shop.example/metrics",
        "http://127.0.0.1/v1/users/..;/..;/metrics",
        "/v1/users/%2E%2E%3B/%2E%2E%3B/v1/topology",
        "/v1/users/\u00e9/../../metrics"
      })
  void shouldReadPathsAsTheGatewayDoes(String target) throws IOException {
    for (String method : List.of("GET", "PUT", "POST")) {
      String answer = send(method + " " + target + " HTTP/1.1");
      assertThat(answer).as(target).containsPattern("^HTTP/1.1 (4\\d\\d|200)");
      assertNobodyPassed(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n",
        "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n",
        "Transfer-Encoding:\u000bchunked\r\nContent-Length: 4\r\n\r\n",
        "Content-Length: 4\r\nContent-Length: 0\r\n\r\n",
        "Content-Length: +4\r\n\r\n",
        "Content-Length: 4\r\n X: y\r\n\r\n",
        "Content-Length: 0\r\nConnection: Content-Length\r\n\r\n",
        "Content-Length: 0\nX: y\n\n",
        "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
      })
  void shouldSeeTheEndOfARequestWhereTheGatewayDoes(String headers) throws IOException {
    String smuggled = "GET /metrics HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    String answer =
        raw(
            "POST /v1/ratings HTTP/1.1\r\nHost: shop.example\r\n"
                + headers
                + "0\r\n\r\n"
                + smuggled
                + smuggled);
    assertNobodyPassed(answer);
    assertThat(send("GET /v1/items/m1 HTTP/1.1")).as("the next caller").contains("\"m1\"");
  }
}
