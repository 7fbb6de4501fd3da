package dev.eddy.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenRequestsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nowNs = new AtomicLong();

  @Test
  void shouldRefuseATokenThatAsksTooOftenUntilTheSecondIsOver() {
    TokenRequests requests = new TokenRequests(2, registry, nowNs::get);
    requests.count("shop");
    requests.count("shop");
    assertThatThrownBy(() -> requests.count("shop"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("2 requests a second (serve.max-requests-per-token-second)")
        .satisfies(e -> assertThat(((ProblemException) e).status()).isEqualTo(429));
    requests.count("another");
    nowNs.addAndGet(Duration.ofSeconds(1).toNanos());
    requests.count("shop");
    assertThat(registry.get("eddy.http.token.requests.refused").counter().count()).isEqualTo(1);
  }

  @Test
  void shouldCountNothingWithoutALimit() {
    TokenRequests requests = new TokenRequests(0, registry, nowNs::get);
    for (int n = 0; n < 1_000; n++) {
      requests.count("shop");
    }
    assertThat(registry.get("eddy.http.token.requests.refused").counter().count()).isZero();
  }
}
