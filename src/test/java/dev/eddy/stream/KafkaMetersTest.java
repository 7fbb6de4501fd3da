package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class KafkaMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final KafkaMeters meters = new KafkaMeters(registry);

  private static Metric measure(String group, String name, Map<String, String> tags, Object value) {
    MetricName metricName = new MetricName(name, group, "what it is", tags);
    return new Metric() {
      @Override
      public MetricName metricName() {
        return metricName;
      }

      @Override
      public Object metricValue() {
        return value;
      }
    };
  }

  private static Metric restored(String thread, double value) {
    return measure(
        "stream-task-metrics",
        "restore-total",
        Map.of("task-id", "0_1", "thread-id", thread, "kafka-version", "4"),
        value);
  }

  @Test
  void shouldFollowATaskFromThreadToThreadUnderOneName() {
    meters.refresh(List.of(restored("a", 5)));
    Meter meter = registry.get("kafka.stream.task.restore.total").meter();
    assertThat(meter.getId().getTags()).containsExactly(Tag.of("task.id", "0_1"));
    assertThat(meter.getId().getDescription()).isEqualTo("what it is");
    assertThat(value()).isEqualTo(5);

    meters.refresh(List.of(restored("b", 2)));
    assertThat(value()).isEqualTo(2);

    meters.refresh(List.of());
    assertThat(registry.getMeters()).isEmpty();
  }

  private double value() {
    return registry.get("kafka.stream.task.restore.total").functionCounter().count();
  }

  @Test
  void shouldTellALagOnlyOfATopic() {
    String group = "consumer-fetch-manager-metrics";
    Map<String, String> consumer = Map.of("client-id", "c");
    Map<String, String> partition = Map.of("client-id", "c", "topic", "ratings", "partition", "0");
    meters.refresh(
        List.of(
            measure(group, "records-consumed-total", consumer, 1.0),
            measure(group, "records-lag", partition, 7.0)));
    assertThat(registry.getMeters()).hasSize(1);
    assertThat(registry.get("kafka.consumer.fetch.manager.records.lag").gauge().value())
        .isEqualTo(7);
  }

  @Test
  void shouldLeaveOutWhatNobodyChose() {
    meters.refresh(
        List.of(measure("producer-metrics", "select-rate", Map.of("client-id", "p"), 1.0)));
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void shouldNotCountWhatIsLeftToBeRestored() {
    meters.refresh(
        List.of(
            measure(
                "stream-task-metrics",
                "restore-remaining-records-total",
                Map.of("task-id", "0_1"),
                9.0)));
    assertThat(registry.get("kafka.stream.task.restore.remaining.records").gauge().value())
        .isEqualTo(9);
  }
}
