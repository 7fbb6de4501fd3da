package dev.eddy.drift.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.Exposure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownRowTest {

  private static Exposure list(String requestId, long timeMs, String... items) {
    List<Double> propensities = List.of(items).stream().map(item -> 1.0).toList();
    return new Exposure(requestId, "u", List.of(items), propensities, "model", "", 1, timeMs);
  }

  @Test
  void shouldCountImpressionsThatAreNotOlder() {
    ShownRow row = new ShownRow();
    row.take(list("r1", 999, "a", "b"));
    row.take(list("r2", 1_000, "b", "c"));
    row.take(list("r3", 1_001, "b"));
    assertThat(row.impressions(1_000)).isEqualTo(Map.of("b", 2, "c", 1));
    assertThat(row.impressions(0)).isEqualTo(Map.of("a", 1, "b", 3, "c", 1));
    assertThat(row.impressions(1_002)).isEmpty();
  }
}
