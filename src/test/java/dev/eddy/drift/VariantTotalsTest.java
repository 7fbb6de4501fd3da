package dev.eddy.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.challenger.Variant;
import dev.eddy.drift.count.Activity;
import dev.eddy.drift.count.Maker;
import dev.eddy.drift.count.Residuals;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.drift.monitor.Population;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariantTotalsTest {

  private static final Population NOBODY = new Population(10, new Activity(), new Residuals());

  private static Maker champion(int generation) {
    return new Maker(Variant.CHAMPION, generation);
  }

  private static WindowCounts window(int... generations) {
    WindowCounts window = new WindowCounts(1);
    for (int generation : generations) {
      window.of(champion(generation)).chosen(true);
    }
    return window;
  }

  @Test
  void shouldKeepTheModelsThatWereShownLast() {
    VariantTotals totals = new VariantTotals();
    for (int generation = 1; generation <= 1_000; generation++) {
      WindowCounts window = window();
      window.of(champion(generation)).shown(List.of("i1"), 1, 1, List.of(), 1);
      totals.add(window, generation);
    }
    List<VariantFacts> facts = totals.facts(new WindowCounts(1), NOBODY);
    assertThat(facts).hasSize(VariantTotals.MOST);
    assertThat(facts).extracting(VariantFacts::generation).contains(1_000, 981);
  }

  @Test
  void shouldCountOfAWindowNoMoreModelsThanThereMayBe() {
    WindowCounts window = window(IntStream.rangeClosed(1, 1_000).toArray());
    assertThat(window.byMaker()).hasSize(8).containsKey(champion(1));
    window.of(champion(1)).chosen(false);
    assertThat(window.of(champion(1)).closure().n()).isEqualTo(2);
    assertThat(window.of(champion(999)).closure().n()).isZero();
  }
}
