package dev.eddy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class ItemSetsTest {

  private record Item(List<String> labels, int year, boolean hidden) {}

  /// Puts, replaces and removes at random, beside a plain map.
  @RepeatedTest(3)
  void shouldHoldWhatAMapHolds(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Map<Integer, Item> plain = new HashMap<>();
    ItemSets sets = new ItemSets();
    for (int step = 0; step < 3_000; step++) {
      int number = random.nextInt(200);
      if (random.nextInt(4) == 0) {
        plain.remove(number);
        sets.remove(number);
      } else {
        List<String> labels = new ArrayList<>();
        for (int label = random.nextInt(4); label > 0; label--) {
          labels.add("l" + random.nextInt(6));
        }
        Item item = new Item(labels, random.nextInt(5), random.nextInt(5) == 0);
        plain.put(number, item);
        sets.put(number, item.labels, item.year, item.hidden);
      }
    }
    assertThat(sets.withAny(List.of("l1", "l4", "never")))
        .isEqualTo(those(plain, item -> item.labels.contains("l1") || item.labels.contains("l4")));
    assertThat(sets.ofYears(2, 3))
        .isEqualTo(those(plain, item -> item.year == 2 || item.year == 3));
    assertThat(sets.ofYears(3, 2).isEmpty()).isTrue();
    assertThat(sets.hidden()).isEqualTo(those(plain, Item::hidden));
  }

  private static RoaringBitmap those(Map<Integer, Item> items, Predicate<Item> which) {
    RoaringBitmap those = new RoaringBitmap();
    for (int number : new TreeSet<>(items.keySet())) {
      if (which.test(items.get(number))) {
        those.add(number);
      }
    }
    return those;
  }

  @Test
  void shouldGiveAwayCopies() {
    ItemSets sets = new ItemSets();
    sets.put(1, List.of("a"), 1999, true);
    sets.withAny(List.of("a")).add(2);
    sets.hidden().add(3);
    assertThat(sets.withAny(List.of("a")).getCardinality()).isEqualTo(1);
    assertThat(sets.hidden().getCardinality()).isEqualTo(1);
  }
}
