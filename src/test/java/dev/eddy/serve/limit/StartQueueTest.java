package dev.eddy.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// A server that takes requests in the order in which they come, one each 5 ms, and a limit of 100
/// ms. The time is the test's.
class StartQueueTest {

  private static final long SERVICE_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LIMIT_NS =
      TimeUnit.MILLISECONDS.toNanos(LimitSettings.DEFAULT.maxStartDelayMs());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long nowNs;
  private final StartQueue queue = new StartQueue(LimitSettings.DEFAULT, registry, () -> nowNs);
  private final Queue<Long> waiting = new ArrayDeque<>();
  private int shedOnArrival;
  private int shedLate;
  private int answered;
  private long longestNs;

  private void arrive() {
    try {
      waiting.add(queue.arrived());
    } catch (ProblemException e) {
      shedOnArrival++;
    }
  }

  /// Takes requests until one is worked on, which takes its time.
  private void work() {
    while (!waiting.isEmpty()) {
      long arrivedNs = waiting.remove();
      try {
        queue.started(arrivedNs);
        longestNs = Math.max(longestNs, nowNs - arrivedNs);
        answered++;
        break;
      } catch (ProblemException e) {
        shedLate++;
      }
    }
    nowNs += SERVICE_NS;
  }

  /// Offers so many times what can be answered.
  private void offer(double times, int seconds) {
    double due = 0;
    for (long endNs = nowNs + TimeUnit.SECONDS.toNanos(seconds); nowNs < endNs; ) {
      for (due += times; due >= 1; due--) {
        arrive();
      }
      work();
    }
  }

  @Test
  void shouldAnswerAsMuchAsItCanUnderTenTimesThatAndNobodyLate() {
    offer(10, 1);
    answered = 0;
    shedLate = 0;
    longestNs = 0;
    offer(10, 10);
    assertThat(answered).isEqualTo(10 * 200);
    assertThat(longestNs).isLessThanOrEqualTo(LIMIT_NS);
    assertThat(shedLate).as("refused only after they had waited").isLessThan(answered / 10);
    assertThat(refused("late")).isGreaterThan(8 * answered);
  }

  @Test
  void shouldRefuseNobodyBelowWhatCanBeAnswered() {
    offer(0.9, 10);
    assertThat(shedOnArrival + shedLate).isZero();
  }

  @Test
  void shouldRefuseNobodyForAPauseThatIsSoonMadeUpFor() {
    offer(0.5, 2);
    for (int n = 0; n < 30; n++) {
      arrive();
    }
    nowNs += LIMIT_NS + 1;
    offer(0.5, 2);
    assertThat(longestNs).as("some were late").isGreaterThan(LIMIT_NS);
    assertThat(shedOnArrival + shedLate).isZero();
  }

  @Test
  void shouldLetEverybodyInAgainOnceThereAreFewer() {
    offer(10, 2);
    offer(0.5, 1);
    int before = shedOnArrival + shedLate;
    offer(0.5, 2);
    assertThat(shedOnArrival + shedLate).isEqualTo(before);
    assertThat(waiting).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void shouldLetACrowdInLongAfterAnOverloadThatEndedAbruptly() {
    offer(10, 2);
    while (!waiting.isEmpty()) {
      work();
    }
    int before = shedOnArrival + shedLate;
    nowNs += TimeUnit.HOURS.toNanos(1);
    for (int n = 0; n < 50; n++) {
      arrive();
    }
    assertThat(waiting).hasSize(50);
    assertThat(shedOnArrival + shedLate).isEqualTo(before);
  }

  @Test
  void shouldTellWhoIsRefusedWhenToComeAgain() {
    offer(10, 2);
    assertRefused(
        () -> {
          while (true) {
            queue.arrived();
          }
        },
        "serve.max-start-delay-ms");
    nowNs += 2 * LIMIT_NS;
    assertRefused(() -> queue.started(nowNs - LIMIT_NS - 1), "serve.max-start-delay-ms");
  }

  @Test
  void shouldHoldNoMoreThanMayBeInFlight() {
    for (int n = 0; n < LimitSettings.DEFAULT.maxInFlight(); n++) {
      queue.arrived();
    }
    assertThat(registry.get("eddy.http.start.waiting").gauge().value())
        .isEqualTo(LimitSettings.DEFAULT.maxInFlight());
    assertRefused(queue::arrived, "serve.max-in-flight");
    assertThat(refused("full")).isEqualTo(1);
  }

  private static void assertRefused(ThrowingCallable asked, String setting) {
    assertThatThrownBy(asked)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.headers()).containsEntry("Retry-After", "1");
              assertThat(problem).hasMessageContaining(setting);
            });
  }

  private double refused(String why) {
    return registry
        .get("eddy.http.refused")
        .tag("kind", "requests")
        .tag("why", why)
        .counter()
        .count();
  }
}
