package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class StoreKeyTest {

  /// Ids that begin with each other, that look like an id and a number, and that have the highest
  /// characters there are.
  private static final List<String> IDS =
      List.of(
          "",
          "a",
          "a\0",
          "a\0\0\0\0",
          "a\0\0\0\1",
          "a\0\0\0\1\0\0\0\1",
          "ab",
          "b",
          "ünder",
          "\u00FF",
          "\uFFFF",
          "\uD83D\uDE80",
          new String(Character.toChars(Character.MAX_CODE_POINT)));

  private static final int[] NUMBERS = {0, 1, 255, 256, 65_536, 0x61000000, Integer.MAX_VALUE};

  @Test
  void shouldKeepAllKeysApart() {
    Set<Bytes> keys = new HashSet<>(Set.of(StoreKey.TASK));
    for (String id : IDS) {
      assertThat(keys.add(StoreKey.of(id))).as(id).isTrue();
      for (int number : NUMBERS) {
        assertThat(keys.add(StoreKey.of(id, number))).as("%s %d", id, number).isTrue();
      }
    }
  }

  @Test
  void shouldTellTheIdsOfFirstRecordsOnly() {
    for (String id : IDS) {
      assertThat(StoreKey.idOf(StoreKey.of(id))).isEqualTo(id);
      for (int number : NUMBERS) {
        assertThat(StoreKey.idOf(StoreKey.of(id, number))).as("%s %d", id, number).isNull();
      }
    }
    assertThat(StoreKey.idOf(StoreKey.TASK)).isNull();
  }

  // As RocksDB orders them, byte by byte.
  @Test
  void shouldPutFirstRecordsBeforeAllOthers() {
    TreeSet<Bytes> first = new TreeSet<>();
    TreeSet<Bytes> others = new TreeSet<>(Set.of(StoreKey.TASK));
    for (String id : IDS) {
      first.add(StoreKey.of(id));
      for (int number : NUMBERS) {
        others.add(StoreKey.of(id, number));
      }
    }
    assertThat(first.last()).isLessThan(others.first());
  }
}
