package dev.eddy.drift.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.drift.count.Activity;
import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.Residuals;
import org.junit.jupiter.api.Test;

class ActiveShareTest {

  private static final Population ANY = new Population(10, new Activity(), new Residuals());

  private static ArmCounts events(int people, int enthusiasts, int times) {
    ArmCounts counts = new ArmCounts();
    for (int person = 0; person < people; person++) {
      int most = person < enthusiasts ? times : 1;
      for (int event = 0; event < most; event++) {
        counts.events().moved("u" + person, event, event + 1.0);
      }
    }
    return counts;
  }

  @Test
  void shouldBeWhatTheMostActiveFiftiethDid() {
    assertThat(new ActiveShare().value(events(200, 4, 10), ANY))
        .isCloseTo(40.0 / 236, within(1e-9));
    assertThat(new ActiveShare().value(events(200, 2, 10), ANY))
        .as("two of four are like everybody")
        .isCloseTo(22.0 / 218, within(1e-9));
  }

  @Test
  void shouldBeOneOfThemWherePeopleAreFew() {
    assertThat(new ActiveShare().value(events(10, 1, 11), ANY)).isCloseTo(0.55, within(1e-9));
  }

  @Test
  void shouldSayNothingWhereNobodyDidAnything() {
    assertThat(new ActiveShare().value(new ArmCounts(), ANY)).isNaN();
  }
}
