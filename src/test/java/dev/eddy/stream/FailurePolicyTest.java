package dev.eddy.stream;

import static dev.eddy.failure.Remedy.DEAD_LETTER;
import static dev.eddy.failure.Remedy.RETRY;
import static dev.eddy.failure.Remedy.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.DamagedStateException;
import dev.eddy.failure.Failure;
import dev.eddy.failure.MissingPermissionException;
import dev.eddy.failure.MissingTopicException;
import dev.eddy.failure.OtherModelException;
import dev.eddy.failure.Remedy;
import dev.eddy.failure.UnavailableException;
import dev.eddy.failure.UnknownFormatException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new DamagedRecordException("a row is cut off"), DEAD_LETTER, true),
        arguments(new DamagedStateException("a stored row is cut off", null), STOP, true),
        arguments(new UnknownFormatException("a row has version 9"), STOP, true),
        arguments(new OtherModelException("other factors"), STOP, true),
        arguments(new MissingPermissionException("not allowed: ratings", null), STOP, true),
        arguments(new MissingTopicException("ratings is gone", null), STOP, true),
        arguments(new UnavailableException("no answer", null), RETRY, false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldReplaceTheThreadOnlyForWhatPasses(Failure failure, Remedy remedy, boolean stops) {
    assertThat(Remedy.of(failure)).isEqualTo(remedy);
    assertThat(policy.onFailure(new StreamsException("task 0_1 failed", failure), 0))
        .isEqualTo(stops ? failure.getMessage() : null);
  }

  @Test
  void shouldTakeWhatIsOfNoKindForPassing() {
    assertThat(FailurePolicy.classify(new StreamsException("x", new IOException("reset"))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("reset");
    assertThat(FailurePolicy.classify(new MissingSourceTopicException("ratings")))
        .isInstanceOf(MissingTopicException.class)
        .hasMessageContainingAll("was deleted", "ratings", "Start Eddy again");
  }
}
