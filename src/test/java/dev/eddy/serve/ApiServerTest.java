package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The endpoints behind a real socket, and the pages beside them.
class ApiServerTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server =
        new ApiServer(
            FakeApi.settings(),
            Lineup.of(new FakeBackend(new Random(7))),
            new SimpleMeterRegistry());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> preflight(String target, String origin, String method)
      throws IOException, InterruptedException {
    return send(
        request(target)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  @Test
  void shouldServeTheConsoleAndTheDocument() throws Exception {
    assertThat(send(request("/")).body()).contains("<title>Eddy</title>");
    assertThat(send(request("/api.html")).body()).contains("js-yaml");
    assertThat(send(request("/openapi.yaml")).body()).contains("openapi: 3.");
  }

  @Test
  void shouldReturnTheCallersIdOfARequestIfItIsOne() throws Exception {
    assertThat(
            send(request("/v1/users/u1").header("X-Request-Id", "abc-1"))
                .headers()
                .firstValue("X-Request-Id"))
        .hasValue("abc-1");
    HttpResponse<String> unfit = send(request("/v1/users/u1?x=1").header("X-Request-Id", "a b<"));
    assertThat(unfit.statusCode()).isEqualTo(400);
    assertThat(unfit.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
  }

  @ParameterizedTest
  @CsvSource({"/v1/users/u1, no-store", "/v1/items?n=1, max-age"})
  void shouldLetAnswersAboutItemsBeKeptAndAboutPersonsNot(String target, String says)
      throws Exception {
    assertThat(send(request(target)).headers().firstValue("Cache-Control").orElseThrow())
        .contains(says);
  }

  @Test
  void shouldLetPagesOfNamedSitesAskWhatApplicationsMay() throws Exception {
    String shop = "https://shop.example";
    assertThat(
            send(request("/v1/items?n=1").header("Origin", shop))
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .hasValue(shop);
    assertThat(
            preflight("/v1/ratings", shop, "POST")
                .headers()
                .firstValue("Access-Control-Allow-Methods")
                .orElseThrow())
        .contains("POST");
    for (HttpResponse<String> refused :
        List.of(
            preflight("/v1/ratings", "https://evil.example", "POST"),
            preflight("/v1/admin/brakes", shop, "PUT"))) {
      assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
