package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnmergedTest {

  private static final int YOUNG = Unmerged.MIN_EVENTS;

  @Test
  void shouldHoldATaskUntilItsDeltasComeBack() {
    Unmerged unmerged = new Unmerged(0, false, 0);
    assertThat(unmerged.isAhead(0, YOUNG, 0, 0, 0)).isFalse();
    unmerged.sent(1, YOUNG, 0);
    assertThat(unmerged.isAhead(0, YOUNG + 1, 0, 0, 1)).isTrue();
    assertThat(unmerged.isAhead(1, YOUNG + 1, 0, 0, 2)).isFalse();
    assertThat(unmerged.isAhead(1, 2 * YOUNG, 0, 0, 3)).isFalse();
    assertThat(unmerged.isAhead(1, 2 * YOUNG + 1, 0, 0, 4)).as("nothing more came back").isTrue();
  }

  @Test
  void shouldLetAnOldTaskLearnAPartOfWhatItKnows() {
    long known = 1_000_000;
    Unmerged unmerged = new Unmerged(0, false, known);
    assertThat(unmerged.isAhead(0, known + (long) (Unmerged.SHARE * known), 0, 0, 0)).isFalse();
    assertThat(unmerged.isAhead(0, known + (long) (1.2 * Unmerged.SHARE * known), 0, 0, 0))
        .isTrue();
  }

  @Test
  void shouldLearnOnWhereNothingComesBack() {
    Unmerged unmerged = new Unmerged(0, false, 0);
    unmerged.sent(1, 10 * YOUNG, 0);
    assertThat(unmerged.isAhead(0, 10 * YOUNG, 0, 0, 0)).isTrue();
    assertThat(unmerged.isAhead(0, 10 * YOUNG, 0, 0, Unmerged.MAX_HOLD_MS)).isTrue();
    assertThat(unmerged.isAhead(0, 10 * YOUNG, 0, 0, Unmerged.MAX_HOLD_MS + 1)).isFalse();
    assertThat(unmerged.isAhead(0, 11 * YOUNG, 0, 0, Unmerged.MAX_HOLD_MS + 2)).isFalse();
    assertThat(unmerged.isAhead(0, 11 * YOUNG + 1, 0, 0, Unmerged.MAX_HOLD_MS + 3)).isTrue();
  }

  @Test
  void shouldNeverHoldATaskThatIsAlone() {
    Unmerged unmerged = new Unmerged(0, true, 0);
    unmerged.sent(1, YOUNG, 0);
    assertThat(unmerged.isAhead(0, 100 * YOUNG, 0, 0, 1)).isFalse();
  }

  @Test
  void shouldHoldATaskThatHasRehearsedTooMuch() {
    int items = 1_000;
    long much = (long) Unmerged.REHEARSALS * items;
    Unmerged unmerged = new Unmerged(0, false, 1_000_000);
    assertThat(unmerged.isAhead(0, 1_000_001, much, items, 0)).isFalse();
    unmerged.sent(1, 1_000_001, much);
    assertThat(unmerged.isAhead(0, 1_000_002, much + 1, items, 1)).isTrue();
    assertThat(unmerged.isAhead(1, 1_000_002, much + 1, items, 2)).isFalse();
  }
}
