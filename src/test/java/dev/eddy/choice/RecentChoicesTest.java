package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentChoicesTest {

  @Test
  void shouldDrawAsOftenAsItSays() {
    RecentChoices recent = new RecentChoices();
    for (int n = 0; n < 3_000; n++) {
      recent.add(n % 3 == 0 ? 7 : 5_000);
    }
    assertThat(recent.share(7)).isCloseTo(1 / 3.0, within(1e-3));
    assertThat(recent.share(8)).isZero();
    assertThat(recent.share(1 << 20)).isZero();
    SplittableRandom random = new SplittableRandom(1);
    int drawn = 0;
    for (int n = 0; n < 3_000; n++) {
      drawn += recent.draw(random) == 7 ? 1 : 0;
    }
    assertThat(drawn).isBetween(850, 1_150);
  }

  @Test
  void shouldForgetWhatWasLongAgo() {
    RecentChoices recent = new RecentChoices();
    for (int n = 0; n < 70_000; n++) {
      recent.add(1);
    }
    for (int n = 0; n < 65_536; n++) {
      recent.add(2);
    }
    assertThat(recent.size()).isEqualTo(65_536);
    assertThat(recent.share(1)).isZero();
    assertThat(recent.share(2)).isEqualTo(1);
  }
}
