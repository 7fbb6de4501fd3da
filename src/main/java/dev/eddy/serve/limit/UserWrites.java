package dev.eddy.serve.limit;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How often each user may be written in a minute, through this instance.
public final class UserWrites {

  private static final int MINUTE_S = 60;

  private final int most;
  private final KeyedRate rate;
  private final Counter refused;

  /// Sets the limit.
  ///
  /// @param most 0 for any number
  public UserWrites(int most, MeterRegistry registry) {
    this(most, registry, System::nanoTime);
  }

  /// The same with a clock.
  UserWrites(int most, MeterRegistry registry, LongSupplier nanoTime) {
    this.most = most;
    rate = new KeyedRate(most, TimeUnit.SECONDS.toNanos(MINUTE_S), nanoTime);
    refused =
        Counter.builder("eddy.http.user.writes.refused")
            .description("Writes refused because a user is written too often")
            .register(registry);
  }

  /// Counts a write.
  ///
  /// @throws ProblemException 429 if it is one too many
  public void count(String userId) {
    if (!admits(userId)) {
      throw ProblemException.tooMany(
          "a user may be written %d times a minute (serve.max-writes-per-user-minute)"
              .formatted(most),
          MINUTE_S);
    }
  }

  /// Counts a write, and returns whether it is none too many.
  public boolean admits(String userId) {
    boolean admits = rate.admits(userId);
    if (!admits) {
      refused.increment();
    }
    return admits;
  }
}
