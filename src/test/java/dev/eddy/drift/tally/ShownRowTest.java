package dev.eddy.drift.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.challenger.Variant;
import dev.eddy.drift.count.Maker;
import dev.eddy.event.Exposure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownRowTest {

  private static Exposure list(String requestId, long timeMs, String... items) {
    return list("", 0, requestId, timeMs, items);
  }

  private static Exposure list(
      String variant, int generation, String requestId, long timeMs, String... items) {
    List<Double> propensities = List.of(items).stream().map(item -> 1.0).toList();
    return new Exposure(
        requestId, "u", List.of(items), propensities, "model", variant, generation, 1, timeMs);
  }

  @Test
  void shouldTellWhoMadeTheListThatAChoiceIsFrom() {
    Maker champion = new Maker(Variant.CHAMPION, 1);
    Maker challenger = new Maker(Variant.CHALLENGER, 2);
    ShownRow row = new ShownRow();
    row.take(list("challenger", 2, "r1", 1_000, "a", "b"));
    row.take(list("champion", 1, "r2", 1_001, "b", "c"));
    assertThat(row.maker("a", 0, 2_000)).contains(challenger);
    assertThat(row.maker("b", 0, 2_000)).as("the latest").contains(champion);
    assertThat(row.maker("b", 0, 1_000)).as("the latest by then").contains(challenger);
    assertThat(row.maker("d", 0, 2_000)).as("that of the latest list").contains(champion);
    assertThat(row.maker("d", 0, 999)).as("before the first list").isEmpty();
    row.take(list("control", 1, "r3", 1_002, "e"));
    row.take(list("challenger", 0, "r4", 1_003, "f"));
    assertThat(row.maker("e", 0, 2_000)).as("of no experiment").isEmpty();
    assertThat(row.maker("f", 0, 2_000)).as("nobody knows which model").isEmpty();
    assertThat(row.maker("d", 0, 2_000)).isEmpty();
    assertThat(row.maker("a", 0, 2_000)).contains(challenger);
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
