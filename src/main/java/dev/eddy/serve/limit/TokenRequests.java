package dev.eddy.serve.limit;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How many requests each token may send in a second, to this instance.
public final class TokenRequests {

  private static final int SECOND_S = 1;

  private final int most;
  private final KeyedRate rate;
  private final Counter refused;

  /// Sets the limit.
  ///
  /// @param most 0 for any number
  public TokenRequests(int most, MeterRegistry registry) {
    this(most, registry, System::nanoTime);
  }

  /// The same with a clock.
  TokenRequests(int most, MeterRegistry registry, LongSupplier nanoTime) {
    this.most = most;
    rate = new KeyedRate(most, TimeUnit.SECONDS.toNanos(SECOND_S), nanoTime);
    refused =
        Counter.builder("eddy.http.token.requests.refused")
            .description("Requests refused because their token sends too many a second")
            .register(registry);
  }

  /// Counts a request.
  ///
  /// @param holder the name of the token
  /// @throws ProblemException 429 if it is one too many
  public void count(String holder) {
    if (!rate.admits(holder)) {
      refused.increment();
      throw ProblemException.tooMany(
          "a token may send %d requests a second (serve.max-requests-per-token-second)"
              .formatted(most),
          SECOND_S);
    }
  }
}
