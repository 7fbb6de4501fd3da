package dev.eddy.serve.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyedRateTest {

  @Test
  void shouldTakeNoMoreMemoryThanForSoManyKeys() {
    AtomicLong nowNs = new AtomicLong();
    KeyedRate rate = new KeyedRate(1, 1_000, nowNs::get);
    for (int key = 0; key < 100_000; key++) {
      assertThat(rate.admits("k" + key)).isTrue();
    }
    assertThat(rate.admits("k7")).as("a key that is counted").isFalse();
    assertThat(rate.admits("new")).isTrue();
    assertThat(rate.admits("new")).as("a key for which there is no room").isTrue();
    nowNs.addAndGet(1_000);
    assertThat(rate.admits("new")).isTrue();
    assertThat(rate.admits("new")).as("there is room again").isFalse();
  }
}
