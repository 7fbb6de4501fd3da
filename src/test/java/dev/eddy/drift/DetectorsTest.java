package dev.eddy.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.WindowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetectorsTest {

  /// Windows of a minute, which the settings allow at least, and a control group.
  private static final long MINUTE = 60_000;

  private static final DriftSettings SETTINGS =
      new DriftSettings(true, MINUTE, 0.2, true, List.of());

  /// The rate that the documentation of [ControlChart] states.
  @Test
  void shouldSeldomAlarmWhereNothingMoves() {
    SplittableRandom random = new SplittableRandom(17);
    ControlChart chart = new ControlChart(0);
    int alarms = 0;
    int windows = 400_000;
    State before = State.QUIET;
    for (int window = 0; window < windows; window++) {
      chart.add(window, 5 + 0.3 * random.nextGaussian());
      alarms += chart.state() == State.ALARM && before != State.ALARM ? 1 : 0;
      before = chart.state();
    }
    System.err.println(alarms + " false alarms in " + windows + " windows");
    assertThat(alarms).isLessThan(windows / 50_000);
  }

  @Test
  void shouldWarnAlarmAndRecover() {
    SplittableRandom random = new SplittableRandom(2);
    ControlChart chart = new ControlChart(0);
    for (int window = 0; window < 30; window++) {
      chart.add(window, 1 + 0.01 * random.nextGaussian());
    }
    assertThat(chart.state()).isEqualTo(State.QUIET);
    chart.add(30, 1.06);
    assertThat(chart.state()).as("once").isEqualTo(State.WARNING);
    chart.add(31, 1.06);
    assertThat(chart.state()).as("twice").isEqualTo(State.ALARM);
    assertThat(chart.sinceWindow()).isEqualTo(31);
    for (int window = 32; window < 60; window++) {
      chart.add(window, 1.5);
    }
    assertThat(chart.state()).as("it does not become usual").isEqualTo(State.ALARM);
    chart.add(60, 1);
    assertThat(chart.state()).isEqualTo(State.ALARM);
    chart.add(61, 1);
    assertThat(chart.state()).isEqualTo(State.RECOVERED);
    chart.add(62, 1);
    assertThat(chart.state()).isEqualTo(State.QUIET);
    chart.add(63, 0.2);
    chart.add(64, 0.2);
    assertThat(chart.state()).as("the good direction").isEqualTo(State.QUIET);
  }

  /// A shift that stays is an alarm, however soon it comes, and not a new custom.
  @Test
  void shouldAlarmAtALastingShiftOfFourDeviations() {
    for (int usual : new int[] {12, 24}) {
      ControlChart chart = new ControlChart(0);
      double deviation = 0;
      for (int window = 0; window < usual; window++) {
        double value = window % 2 == 0 ? 1 : -1;
        chart.add(window, value);
        deviation += value * value / (usual - 1);
      }
      double shifted = 4 * Math.sqrt(deviation);
      chart.add(usual, shifted);
      chart.add(usual + 1, shifted);
      assertThat(chart.state()).as("after %d windows", usual).isEqualTo(State.ALARM);
    }
  }

  /// A shift of many deviations needs no second window.
  @Test
  void shouldAlarmAtOnceFarBeyondWhatIsUsual() {
    ControlChart chart = new ControlChart(0.1);
    for (int window = 0; window < 20; window++) {
      chart.add(window, 1);
    }
    chart.add(20, 1 + 0.1 * ControlChart.AT_ONCE + 0.01);
    assertThat(chart.state()).isEqualTo(State.ALARM);
    assertThat(chart.sinceWindow()).isEqualTo(20);
    assertThat(chart.threshold()).isBetween(1.3, 1.4);
  }

  @Test
  void shouldFindARiseByPageAndHinkley() {
    SplittableRandom random = new SplittableRandom(4);
    PageHinkley page = new PageHinkley(0.005, 0.5);
    for (int n = 0; n < 2_000; n++) {
      assertThat(page.add(0.2 + 0.02 * random.nextGaussian())).as("value %d", n).isFalse();
    }
    int found = -1;
    for (int n = 0; n < 200 && found < 0; n++) {
      found = page.add(0.3 + 0.02 * random.nextGaussian()) ? n : -1;
    }
    assertThat(found).isBetween(1, 20);
  }

  @Test
  void shouldKeepAsMuchOfThePastAsHasOneMean() {
    SplittableRandom random = new SplittableRandom(6);
    AdaptiveWindow window = new AdaptiveWindow(0.002);
    int changes = 0;
    for (int n = 0; n < 5_000; n++) {
      changes += window.add(0.2 + 0.05 * random.nextGaussian()) ? 1 : 0;
    }
    assertThat(changes).as("changes where there are none").isLessThanOrEqualTo(1);
    assertThat(window.size()).isGreaterThan(4_000);
    int found = -1;
    for (int n = 0; n < 300 && found < 0; n++) {
      found = window.add(0.4 + 0.05 * random.nextGaussian()) ? n : -1;
    }
    assertThat(found).isBetween(1, 60);
    for (int n = 0; n < 500; n++) {
      window.add(0.4 + 0.05 * random.nextGaussian());
    }
    assertThat(window.mean()).isCloseTo(0.4, within(0.02));
  }

  private static WindowCounts counts(long window, double error, int lists) {
    WindowCounts counts = new WindowCounts(window);
    for (int n = 0; n < lists; n++) {
      counts.of(Arm.TREATED).shown(List.of("i" + n % 7, "i" + (n + 1) % 7), 3, 5, List.of(), 3);
      counts.of(Arm.TREATED).rated(n % 2 == 0, error);
      counts.of(Arm.CONTROL).rated(n % 4 == 0, error);
    }
    counts.active(0, 1);
    return counts;
  }

  @Test
  void shouldEndWindowsWhenTheOneAfterTheNextBegins() {
    DriftLedger ledger = new DriftLedger(SETTINGS, 4.5);
    assertThat(ledger.add(counts(10, 0.5, 10), () -> 20)).isEmpty();
    assertThat(ledger.add(counts(11, 0.5, 10), () -> 20)).isEmpty();
    assertThat(ledger.add(counts(10, 0.5, 10), () -> 20)).as("a little late is in time").isEmpty();
    List<DriftLedger.Closed> closed = ledger.add(counts(12, 0.5, 10), () -> 20);
    assertThat(closed).hasSize(1);
    Signal closure =
        closed.getFirst().signals().stream()
            .filter(signal -> signal.monitor().equals("loop-closure"))
            .findFirst()
            .orElseThrow();
    assertThat(closure.windowStartMs()).isEqualTo(10 * MINUTE);
    assertThat(closure.treated()).as("of all users").isCloseTo(0.4, within(1e-9));
    assertThat(closure.control()).as("not compared").isNaN();
    Signal error =
        closed.getFirst().signals().stream()
            .filter(signal -> signal.monitor().equals("error"))
            .findFirst()
            .orElseThrow();
    assertThat(error.difference()).isEqualTo(error.treated() - error.control());
    assertThat(closed.getFirst().facts().neverShown()).isEqualTo(13);
    assertThat(ledger.add(counts(10, 0.5, 10), () -> 20)).isEmpty();
    assertThat(ledger.late()).isEqualTo(1);
  }

  /// A window without a control group has no difference, and its value is not taken for one.
  @Test
  void shouldPassOverWindowsWithoutAControlGroup() {
    DriftLedger ledger = new DriftLedger(SETTINGS, 4.5);
    List<Signal> signals = new ArrayList<>();
    for (int window = 0; window < 60; window++) {
      WindowCounts counts = new WindowCounts(window);
      for (int n = 0; n < 40; n++) {
        counts.of(Arm.TREATED).rated(n % 4 != 0, 0.5 + window % 3 * 0.01);
        if (window < 30 || window % 2 == 0) {
          counts.of(Arm.CONTROL).rated(n % (4 + window % 2) != 0, 0.5);
        }
      }
      ledger.add(counts, () -> 20).forEach(closed -> signals.addAll(closed.signals()));
    }
    assertThat(signals.stream().filter(signal -> signal.monitor().equals("loop-closure")))
        .hasSize(58)
        .noneMatch(signal -> signal.state() == State.ALARM);
  }

  @Test
  void shouldBeginAnewWithWindowsOfAnotherLength() {
    DriftLedger hours =
        new DriftLedger(new DriftSettings(true, 3_600_000, 0, true, List.of()), 4.5);
    hours.add(counts(480_000, 0.5, 10), () -> 20);
    DriftSettings days = new DriftSettings(true, 86_400_000, 0, true, List.of());
    DriftLedger ledger = DriftLedger.decode(hours.encode(), days, 4.5);
    for (int day = 20_000; day < 20_003; day++) {
      List<DriftLedger.Closed> closed = ledger.add(counts(day, 0.5, 10), () -> 20);
      assertThat(closed).hasSize(day < 20_002 ? 0 : 1);
    }
    assertThat(ledger.late()).isZero();
  }

  @Test
  void shouldNameTheWindowInWhichADetectorSpoke() {
    DriftLedger ledger = new DriftLedger(SETTINGS, 4.5);
    List<Signal> signals = new ArrayList<>();
    for (int window = 0; window < 6; window++) {
      for (int part = 0; part < 60; part++) {
        double error = window < 3 ? 0.5 : 2.5;
        ledger.add(counts(window, error, 5), () -> 20).forEach(c -> signals.addAll(c.signals()));
      }
    }
    assertThat(
            signals.stream()
                .filter(signal -> !signal.detectors().isEmpty())
                .map(Signal::windowStartMs)
                .findFirst())
        .contains(3 * MINUTE);
  }

  @Test
  void shouldGoOnWhereItWasAfterARestart() {
    DriftLedger straight = new DriftLedger(SETTINGS, 4.5);
    DriftLedger restarted = new DriftLedger(SETTINGS, 4.5);
    List<Signal> expected = new ArrayList<>();
    List<Signal> actual = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(9);
    for (int window = 0; window < 60; window++) {
      double error = (window < 40 ? 0.5 : 1.5) + 0.01 * random.nextGaussian();
      for (DriftLedger.Closed closed : straight.add(counts(window, error, 20), () -> 20)) {
        expected.addAll(closed.signals());
      }
      restarted = DriftLedger.decode(restarted.encode(), SETTINGS, 4.5);
      for (DriftLedger.Closed closed : restarted.add(counts(window, error, 20), () -> 20)) {
        actual.addAll(closed.signals());
      }
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(actual.stream().filter(signal -> signal.monitor().equals("error")))
        .as("the error trebled")
        .anyMatch(signal -> signal.state() == State.ALARM && signal.windowStartMs() >= 40 * MINUTE)
        .noneMatch(signal -> signal.state() == State.ALARM && signal.windowStartMs() < 38 * MINUTE);
  }
}
