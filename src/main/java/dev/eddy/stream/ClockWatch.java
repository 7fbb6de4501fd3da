package dev.eddy.stream;

import java.util.Optional;
import java.util.function.LongSupplier;

/// Notices that the machine's clock was set back.
///
/// Kafka's clients time heartbeats, polls and commits by that clock and never let it go back
/// (`org.apache.kafka.common.utils.Timer`): until it is again where it once was, they wait. An
/// instance in that state learns nothing and is thrown out of its group. Nothing but a start of the
/// process mends that. A clock that is set forward only costs a rebalance.
final class ClockWatch {

  /// A session of 6 s with a heartbeat each 1.5 s outlives so much.
  static final long MOST_BACK_MS = 4_000;

  private final LongSupplier wallMs;
  private long latestMs;

  /// Watches a clock.
  ///
  /// @param wallMs milliseconds since 1970, as the machine has them
  ClockWatch(LongSupplier wallMs) {
    this.wallMs = wallMs;
    latestMs = wallMs.getAsLong();
  }

  /// Looks at the clock.
  ///
  /// @return what to tell people if the clock is further back than clients bear; empty otherwise
  Optional<String> look() {
    long nowMs = wallMs.getAsLong();
    long backMs = latestMs - nowMs;
    latestMs = Math.max(latestMs, nowMs);
    return backMs <= MOST_BACK_MS
        ? Optional.empty()
        : Optional.of(
            ("the clock of this machine was set back by %d s, and Kafka's clients wait until it is"
                    + " again where it was. Start Eddy again: nothing that is committed is lost")
                .formatted(backMs / 1_000));
  }
}
