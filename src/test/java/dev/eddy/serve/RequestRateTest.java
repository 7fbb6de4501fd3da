package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.http.jetty.Limits;
import dev.eddy.serve.limit.LimitSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An address that asks more often than `serve.max-requests-per-second` allows.
class RequestRateTest {

  private static final int REQUESTS = 20;

  private static LimitSettings onceASecond() {
    LimitSettings all = LimitSettings.DEFAULT;
    Limits transport = all.transport();
    return new LimitSettings(
        all.clientShare(),
        all.maxInFlight(),
        all.maxReads(),
        all.maxWrites(),
        all.maxWaits(),
        all.maxUploads(),
        all.maxEventStreams(),
        all.maxStartDelayMs(),
        all.maxBodyBytes(),
        all.maxHeldBytes(),
        all.maxUploadLines(),
        all.maxWritesPerUserMinute(),
        all.maxRequestsPerTokenSecond(),
        new Limits(
            transport.maxConnections(),
            transport.clientShare(),
            transport.maxHeadBytes(),
            transport.headTimeout(),
            transport.bodyTimeout(),
            transport.minBodyRate(),
            transport.idleTimeout(),
            1));
  }

  @Test
  void shouldHoldApplicationsToTheRateAndOtherInstancesToNone() throws Exception {
    try (ServedFake eddy = new ServedFake(onceASecond(), List.of());
        HttpClient client = HttpClient.newHttpClient()) {
      int refused = 0;
      for (int n = 0; n < REQUESTS; n++) {
        HttpResponse<String> answer = get(client, eddy.port());
        if (answer.statusCode() == 429) {
          assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
          assertThat(answer.body()).contains("serve.max-requests-per-second");
          refused++;
        }
        assertThat(get(client, eddy.operationsPort()).statusCode()).isEqualTo(200);
      }
      assertThat(refused).isPositive();
    }
  }

  private static HttpResponse<String> get(HttpClient client, int port) throws Exception {
    URI target = URI.create("http://127.0.0.1:" + port + "/v1/items?n=1");
    return client.send(HttpRequest.newBuilder(target).build(), BodyHandlers.ofString());
  }
}
