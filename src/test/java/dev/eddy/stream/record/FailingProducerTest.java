package dev.eddy.stream.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FailingProducerTest {

  /// Of the TCP discard service, which nobody runs.
  private static final String NOBODY = "127.0.0.1:9";

  @Test
  void shouldFailWhereKafkaStreamsWouldCommitWhatWasSent() {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY, ProducerConfig.MAX_BLOCK_MS_CONFIG, 1);
    try (FailingProducer producer = new FailingProducer(config)) {
      Throwable failure = catchThrowable(() -> producer.partitionsFor("item-deltas"));
      assertThat(failure)
          .isInstanceOf(KafkaException.class)
          .isNotInstanceOf(TimeoutException.class)
          .hasMessageContaining("item-deltas");
    }
  }
}
