package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentEventsTest {

  private final RecentEvents recent = new RecentEvents();

  private void add(int times) {
    for (int n = 0; n < times; n++) {
      recent.add("u", "m" + n, "", 4, 3, 7, 100, 100 + n);
    }
  }

  @Test
  void shouldTellWhatCameAfterTheOldestFirst() {
    add(5);
    assertThat(recent.after(2, 10))
        .extracting(RecentEvents.LearnedEvent::itemId)
        .containsExactly("m2", "m3", "m4");
    assertThat(recent.after(5, 10)).isEmpty();
  }

  @Test
  void shouldTellTheLatestWhereThereAreMoreThanWanted() {
    add(1_000);
    assertThat(recent.after(0, 2))
        .extracting(RecentEvents.LearnedEvent::number)
        .containsExactly(999L, 1_000L);
    assertThat(recent.after(0, 1_000)).hasSize(256);
  }

  @Test
  void shouldTellHowLongEventsTake() {
    assertThat(recent.medianDelayMs()).isEmpty();
    add(5);
    assertThat(recent.medianDelayMs()).hasValue(2);
  }
}
