package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.failure.MissingPermissionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StartExceptionTest {

  @Test
  void shouldSayWhatToDo() {
    StreamsException late =
        new StreamsException(
            "the global thread", new TimeoutException("no progress within 300000 ms."));
    assertThat(StartException.of(late, "kafka:9092"))
        .isInstanceOf(StartException.class)
        .hasCause(late)
        .hasMessage(
            "Kafka at kafka:9092 (stream.bootstrap-servers) does not deliver the items in time: no"
                + " progress within 300000 ms. Look for its load and its quotas");
    StreamsException refused =
        new StreamsException("the global thread", new MissingPermissionException("ask Ann", null));
    assertThat(StartException.of(refused, "kafka:9092"))
        .isInstanceOf(StartException.class)
        .hasMessage("ask Ann");
  }

  @Test
  void shouldKeepWhatNobodyKnows() {
    StreamsException unknown = new StreamsException("odd", new IllegalStateException("odder"));
    assertThat(StartException.of(unknown, "kafka:9092")).isSameAs(unknown);
  }
}
