package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.app.settings.ChallengerSettings.SwitchOver;
import dev.eddy.challenger.Promotion;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the second of two generations is promoted without an operator.
class SwitchOverRuleTest {

  private static boolean isDue(SwitchOver when, Promotion latest, boolean able, boolean better) {
    return new SwitchOverRule(when, 2, 3)
        .isDue(Optional.ofNullable(latest), () -> able, () -> better);
  }

  @Test
  void shouldWaitForWhatWasAskedFor() {
    assertThat(isDue(SwitchOver.BY_HAND, null, true, true)).isFalse();
    assertThat(isDue(SwitchOver.CAUGHT_UP, null, false, false)).isFalse();
    assertThat(isDue(SwitchOver.CAUGHT_UP, null, true, false)).isTrue();
    assertThat(isDue(SwitchOver.BETTER, null, true, false)).isFalse();
    assertThat(isDue(SwitchOver.BETTER, null, true, true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"3,2,false", "2,3,false", "2,1,true", "1,2,true", "3,1,true", "2,2,true", "8,9,true"})
  void shouldHoldOnlyAPromotionBetweenTheTwoForDecided(int generation, int from, boolean isDue) {
    Promotion latest = new Promotion(generation, from, "ann", 99, false);
    assertThat(isDue(SwitchOver.CAUGHT_UP, latest, true, true)).isEqualTo(isDue);
  }
}
