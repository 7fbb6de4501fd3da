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

  private static WriteBackCache.Writer<int[]> writer(BiConsumer<String, int[]> store) {
    return writer(store, (key, row) -> {});
  }

  /// Stores nothing before it is told to apply.
  private static WriteBackCache.Writer<int[]> writer(
      BiConsumer<String, int[]> store, BiConsumer<String, int[]> evicted) {
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

      @Override
      public void evicted(String key, int[] row) {
        evicted.accept(key, row);
      }
    };
  }

  // A row is an int in a box. Whatever is evicted, no change is lost and the bound holds.
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

  // Nobody is told of a row before it is stored as it left; of one that was removed, never.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldTellOfEachRowThatLeavesOnceItIsStored(long seed) {
    Random random = new Random(seed);
    WriteBackCache<int[]> cache = new WriteBackCache<>(20 * ROW_BYTES);
    Map<String, Integer> stored = new HashMap<>();
    Map<String, Integer> held = new HashMap<>();
    int[] left = {0};
    WriteBackCache.Writer<int[]> writer =
        writer(
            (key, row) -> stored.put(key, row[0]),
            (key, row) -> {
              assertThat(stored).as("seed %d", seed).containsEntry(key, row[0]);
              assertThat(held.remove(key)).as("seed %d, %s", seed, key).isEqualTo(row[0]);
              left[0]++;
            });
    for (int n = 1; n <= 5_000; n++) {
      String key = "k" + random.nextInt(60);
      int[] row = cache.get(key);
      if (row == null) {
        row = new int[1];
        cache.shrink(writer);
        cache.add(key, row, ROW_BYTES);
      }
      row[0] = n;
      held.put(key, n);
      cache.markDirty(key, ROW_BYTES);
      if (random.nextInt(50) == 0) {
        cache.remove(key);
        held.remove(key);
      }
      Map<String, Integer> cached = new HashMap<>();
      cache.forEach((k, r) -> cached.put(k, r[0]));
      assertThat(cached).as("seed %d", seed).isEqualTo(held);
    }
    assertThat(left[0]).as("seed %d", seed).isGreaterThan(1_000);
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
