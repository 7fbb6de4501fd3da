package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBackCacheTest {

  private static final long ROW_BYTES = 100;

  /// Stores nothing before it is told to apply.
  private static WriteBackCache.Writer<int[]> writer(BiConsumer<String, int[]> store) {
    return new WriteBackCache.Writer<>() {
      private final Map<String, int[]> batch = new LinkedHashMap<>();

      @Override
      public void write(String key, int[] row) {
        batch.put(key, row.clone());
      }

      @Override
      public void apply() {
        batch.forEach(store);
        batch.clear();
      }
    };
  }

  /// A row is an int in a box. Whatever is evicted, no change is lost and the bound holds.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNeverLoseADirtyRow(long seed) {
    Random random = new Random(seed);
    WriteBackCache<int[]> cache = new WriteBackCache<>(20 * ROW_BYTES);
    Map<String, Integer> stored = new HashMap<>();
    WriteBackCache.Writer<int[]> writer = writer((k, r) -> stored.put(k, r[0]));
    Map<String, Integer> truth = new HashMap<>();
    for (int n = 0; n < 20_000; n++) {
      String key = "k" + random.nextInt(60);
      int[] row = cache.get(key);
      if (row == null) {
        row = new int[] {stored.getOrDefault(key, 0)};
        cache.shrink(writer);
        cache.add(key, row, ROW_BYTES);
      }
      assertThat(row[0]).as("seed %d", seed).isEqualTo(truth.getOrDefault(key, 0));
      if (random.nextBoolean()) {
        row[0]++;
        truth.merge(key, 1, Integer::sum);
        cache.markDirty(key, ROW_BYTES);
      }
      if (random.nextInt(500) == 0) {
        cache.writeDirty(writer);
        assertThat(stored).containsAllEntriesOf(truth);
      }
      assertThat(cache.bytes()).isLessThanOrEqualTo(21 * ROW_BYTES);
    }
  }

  @Test
  void shouldWriteTheOldestDirtyRowsFirstAndNoneTwice() {
    WriteBackCache<int[]> cache = new WriteBackCache<>(1000);
    List<String> written = new ArrayList<>();
    for (String key : List.of("a", "b", "c", "d")) {
      cache.add(key, new int[1], ROW_BYTES);
      cache.markDirty(key, ROW_BYTES);
    }
    cache.markDirty("a", ROW_BYTES);
    cache.writeOldest(2, writer((key, row) -> written.add(key)));
    assertThat(written).containsExactly("a", "b");
    cache.markDirty("a", ROW_BYTES);
    cache.writeDirty(writer((key, row) -> written.add(key)));
    assertThat(written).containsExactly("a", "b", "c", "d", "a");
  }

  @Test
  void shouldDropEverythingWhenCleared() {
    WriteBackCache<int[]> cache = new WriteBackCache<>(1000);
    cache.add("a", new int[1], ROW_BYTES);
    cache.markDirty("a", ROW_BYTES);
    cache.clear();
    assertThat(cache.peek("a")).isNull();
    assertThat(cache.hasDirty()).isFalse();
    assertThat(cache.bytes()).isZero();
    cache.writeDirty(writer((k, r) -> fail("nothing is left to write")));
  }
}
