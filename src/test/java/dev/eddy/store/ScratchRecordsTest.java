package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records on disk for a while.
class ScratchRecordsTest {

  @TempDir Path folder;

  private static byte[] value(int number) {
    return new byte[] {(byte) number};
  }

  @Test
  void shouldKeepTheNewestOfEachKeyAndSpacesApart() throws IOException {
    Path place = folder.resolve("scratch");
    try (ScratchRecords records = new ScratchRecords(place)) {
      ScratchRecords.Space one = records.space(1);
      ScratchRecords.Space two = records.space(2);
      one.put(StoreKey.of("b"), value(1));
      one.put(StoreKey.of("b"), value(2));
      one.put(StoreKey.of(""), value(3));
      one.put(StoreKey.of("a", 7), value(4));
      one.put(StoreKey.TASK, value(5));
      one.put(StoreKey.of("gone"), value(6));
      one.put(StoreKey.of("gone"), null);
      two.put(StoreKey.of("b"), value(9));
      records.apply();
      assertThat(one.get(StoreKey.of("b"))).containsExactly(2);
      assertThat(two.get(StoreKey.of("b"))).containsExactly(9);
      assertThat(one.get(StoreKey.of("a", 7))).containsExactly(4);
      assertThat(one.get(StoreKey.TASK)).containsExactly(5);
      assertThat(one.get(StoreKey.of("gone"))).isNull();
      assertThat(one.get(Bytes.wrap(new byte[] {1, 2, 3}))).isNull();
      List<String> ids = new ArrayList<>();
      one.forEachId((id, bytes) -> ids.add(id + bytes[0]));
      assertThat(ids).containsExactly("3", "b2");
    }
    assertThat(place).doesNotExist();
  }

  @Test
  void shouldHoldMoreThanIsWrittenAtOnce() throws IOException {
    try (ScratchRecords records = new ScratchRecords(folder.resolve("scratch"))) {
      for (int i = 0; i < 20_000; i++) {
        records.space(i % 3).put(StoreKey.of("u" + i), value(i));
      }
      int[] seen = {0};
      records.space(1).forEachId((id, bytes) -> seen[0]++);
      assertThat(seen[0]).isEqualTo(6_667);
    }
  }
}
