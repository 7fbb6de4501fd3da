package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.item.ItemDictionary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemIdsTest {

  private final ItemDictionary items = new ItemDictionary();
  private final ItemIds ids = new ItemIds(items);

  private int number(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.allocate(bytes.length + 2).put((byte) 7).put(bytes).put((byte) 7);
    in.position(1);
    int number = ids.number(in, bytes.length);
    assertThat(in.position()).as("behind the id").isEqualTo(1 + bytes.length);
    return number;
  }

  @Test
  void shouldNumberIdsAsTheItemsDo() {
    assertThat(number("a")).isEqualTo(items.number("a"));
    assertThat(number("Ä/ 漢")).isEqualTo(items.number("Ä/ 漢"));
    assertThat(number("a")).as("met before").isEqualTo(items.number("a"));
    assertThat(number("")).as("the shared row").isZero();
  }

  @Test
  void shouldReturnIdsInUtf8() {
    int number = items.number("Ä");
    assertThat(ids.id(number)).isEqualTo("Ä".getBytes(StandardCharsets.UTF_8));
    assertThat(ids.id(0)).isEmpty();
  }

  @Test
  void shouldGrow() {
    for (int item = 0; item < 5_000; item++) {
      number("item " + item);
    }
    for (int item = 0; item < 5_000; item++) {
      String id = "item " + item;
      assertThat(number(id)).isEqualTo(items.number(id));
      assertThat(new String(ids.id(number(id)), StandardCharsets.UTF_8)).isEqualTo(id);
    }
  }

  @Test
  void shouldServeSeveralThreads() throws Exception {
    IntStream.range(0, 20_000).forEach(item -> items.number("i" + item));
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> all =
          IntStream.range(0, 3)
              .<Future<?>>mapToObj(
                  thread ->
                      threads.submit(
                          () -> {
                            for (int item = 0; item < 20_000; item++) {
                              assertThat(number("i" + item)).isEqualTo(items.number("i" + item));
                            }
                          }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
  }
}
