package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private final AtomicLong wallMs = new AtomicLong(1_700_000_000_000L);
  private final ClockWatch watch = new ClockWatch(wallMs::get);

  @Test
  void shouldBearAClockThatGoesOnOrForwardOrALittleBack() {
    wallMs.addAndGet(1_000);
    assertThat(watch.look()).isEmpty();
    wallMs.addAndGet(7_200_000);
    assertThat(watch.look()).isEmpty();
    wallMs.addAndGet(-ClockWatch.MOST_BACK_MS);
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void shouldTellOfAClockThatIsBehindWhereItOnceWas() {
    wallMs.addAndGet(7_200_000);
    assertThat(watch.look()).isEmpty();
    wallMs.addAndGet(-3_000);
    assertThat(watch.look()).isEmpty();
    wallMs.addAndGet(-5_000);
    assertThat(watch.look())
        .as("8 s behind the latest")
        .hasValueSatisfying(
            said -> assertThat(said).contains("set back by 8 s", "Start Eddy again"));
    wallMs.addAndGet(8_000);
    assertThat(watch.look()).isEmpty();
  }
}
