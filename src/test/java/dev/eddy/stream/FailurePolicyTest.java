package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  private final StreamsException passing =
      new StreamsException("task 0_1 failed", new TimeoutException("no answer"));

  private final FailurePolicy policy = new FailurePolicy();

  @Test
  void shouldReplaceAThreadAfterAFailureThatMayPass() {
    assertThat(policy.onFailure(passing, 0)).isNull();
  }

  @Test
  void shouldStopAtOnceWhereNoSecondTryHelps() {
    assertThat(
            policy.onFailure(
                new StreamsException(
                    "task 0_1 failed", new TopicAuthorizationException("not allowed: ratings")),
                0))
        .isEqualTo("not allowed: ratings");
  }

  @Test
  void shouldStopAfterManyFailuresInAShortTime() {
    for (int i = 0; i < FailurePolicy.MAX_FAILURES; i++) {
      assertThat(policy.onFailure(passing, i * 1_000L)).isNull();
    }
    assertThat(policy.onFailure(passing, 10_000)).contains("6 times", "no answer");
  }

  @Test
  void shouldForgiveFailuresOfLongAgo() {
    long apart = FailurePolicy.WINDOW.toMillis() / FailurePolicy.MAX_FAILURES + 1;
    for (int i = 0; i < 50; i++) {
      assertThat(policy.onFailure(passing, i * apart)).isNull();
    }
  }
}
