package dev.eddy.drift.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.BrakeChange.Kind;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.CurrentBrakes;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GovernorTest {

  private static final long HOUR = 3_600_000;
  private static final Map<Brake, Double> LIMITS =
      Map.of(Brake.EXPLORATION, 0.2, Brake.INFLUENCE_CAP, 50.0, Brake.POPULARITY_DISCOUNT, 0.4);

  private final CurrentBrakes brakes = new CurrentBrakes(Brakes.NONE);
  private final Governor acts = governor(GovernorSettings.Mode.ACT);
  private final Governor advises = governor(GovernorSettings.Mode.ADVISE);

  private static Governor governor(GovernorSettings.Mode mode) {
    return new Governor(new GovernorSettings(mode, LIMITS, 0.25, 1_000));
  }

  private static Signal signal(String monitor, int hour, State state, int sinceHour) {
    return new Signal(
        monitor,
        hour * HOUR,
        HOUR,
        0.5,
        0.4,
        0.1,
        Double.NaN,
        0.1,
        0.2,
        state,
        sinceHour * HOUR,
        List.of(),
        Map.of(),
        Map.of());
  }

  private List<BrakeChange> judge(Governor governor, int hour, long treated, Signal... signals) {
    List<BrakeChange> changes =
        governor.judge(
            new Governor.Window(hour * HOUR, HOUR, List.of(signals), treated, treated / 10),
            brakes,
            17 + hour);
    changes.forEach(brakes::apply);
    return changes;
  }

  private List<BrakeChange> alarm(Governor governor, int hour, String monitor) {
    return judge(governor, hour, 1_000, signal(monitor, hour, State.ALARM, hour));
  }

  @Test
  void shouldTightenInStepsUpToTheLimitAndNeverBeyond() {
    for (int hour = 0; hour < 60; hour++) {
      alarm(acts, hour, "loop-closure");
    }
    assertThat(brakes.changes())
        .extracting(BrakeChange::kind, BrakeChange::to, change -> change.windowStartMs() / HOUR)
        .containsExactly(
            tuple(Kind.TIGHTENED, 0.05, 0L),
            tuple(Kind.TIGHTENED, 0.1, 3L),
            tuple(Kind.TIGHTENED, 0.15000000000000002, 6L),
            tuple(Kind.TIGHTENED, 0.2, 9L));
    assertThat(brakes.get()).isEqualTo(Brakes.NONE.with(Brake.EXPLORATION, 0.2));
  }

  @Test
  void shouldTightenACapByTheSamePartWithEachStep() {
    for (int hour = 0; hour < 60; hour++) {
      alarm(acts, hour, "influence");
    }
    // From 32 times the limit, where a cap begins, each time to 0.42 of it: 0.42⁴ is 1/32.
    assertThat(brakes.changes())
        .extracting(BrakeChange::to)
        .containsExactly(673.0, 283.0, 119.0, 50.0);
  }

  @Test
  void shouldGoToTheNextBrakeOnceTheFirstIsAtItsLimit() {
    for (int hour = 0; hour < 24; hour++) {
      alarm(acts, hour, "exposure-gini");
    }
    assertThat(brakes.get().popularityDiscount()).isEqualTo(0.4);
    assertThat(brakes.get().exploration()).isEqualTo(0.2);
    assertThat(brakes.changes().getFirst().brake()).isEqualTo("popularity-discount");
    assertThat(brakes.changes().getLast().brake()).isNotEqualTo("popularity-discount");
  }

  @Test
  void shouldTakeABrakeBackOnceItsMonitorsHaveBeenQuietForLong() {
    alarm(acts, 0, "loop-closure");
    alarm(acts, 3, "loop-closure");
    for (int hour = 4; hour < 40; hour++) {
      judge(acts, hour, 1_000, signal("loop-closure", hour, State.QUIET, 4));
    }
    assertThat(brakes.changes())
        .extracting(BrakeChange::kind, change -> change.windowStartMs() / HOUR)
        .containsExactly(
            tuple(Kind.TIGHTENED, 0L),
            tuple(Kind.TIGHTENED, 3L),
            tuple(Kind.EASED, 10L),
            tuple(Kind.EASED, 16L));
    assertThat(brakes.get().exploration()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"WARNING", "RECOVERED", "ALARM"})
  void shouldHoldABrakeWhileOneOfItsMonitorsIsNotQuiet(State state) {
    alarm(acts, 0, "loop-closure");
    double held = brakes.get().exploration();
    for (int hour = 1; hour < 3; hour++) {
      judge(acts, hour, 1_000, signal("loop-closure", hour, State.QUIET, 1));
    }
    for (int hour = 7; hour < 9; hour++) {
      judge(
          acts,
          hour,
          1_000,
          signal("loop-closure", hour, State.QUIET, 1),
          signal("exposure-gini", hour, state, 7));
    }
    assertThat(brakes.get().exploration()).isGreaterThanOrEqualTo(held);
  }

  @Test
  void shouldSayNothingOfAWindowInWhichTooLittleWasShown() {
    assertThat(judge(acts, 0, 999, signal("loop-closure", 0, State.ALARM, 0))).isEmpty();
    Governor.Window noControl =
        new Governor.Window(0, HOUR, List.of(signal("loop-closure", 0, State.ALARM, 0)), 5_000, 19);
    assertThat(acts.judge(noControl, brakes, 17)).isEmpty();
    assertThat(advises.judge(noControl, brakes, 17)).isEmpty();
    assertThat(alarm(acts, 1, "loop-closure")).hasSize(1);
  }

  @Test
  void shouldLeaveABrakeAloneThatAnOperatorSetUntilItIsReleased() {
    alarm(acts, 0, "influence");
    brakes.apply(BrakeChange.set(Brake.INFLUENCE_CAP, 400, 0, "ann", 18));
    List<BrakeChange> proposed = alarm(acts, 4, "influence");
    assertThat(proposed)
        .singleElement()
        .returns(Kind.PROPOSED, BrakeChange::kind)
        .returns("influence alarms, but an operator set the brake", BrakeChange::reason);
    assertThat(alarm(acts, 5, "influence")).as("it was said").isEmpty();
    assertThat(alarm(acts, 4 + Governor.AGAIN, "influence")).as("long ago").hasSize(1);
    for (int hour = 30; hour < 60; hour++) {
      judge(acts, hour, 1_000, signal("influence", hour, State.QUIET, 29));
    }
    assertThat(brakes.get().influenceCap()).isZero();
    assertThat(brakes.latest(Brake.INFLUENCE_CAP)).get().returns("ann", BrakeChange::who);

    brakes.apply(BrakeChange.release(Brake.INFLUENCE_CAP, 0, 0, "ann", 19));
    assertThat(alarm(acts, 60, "influence"))
        .singleElement()
        .returns(Kind.TIGHTENED, BrakeChange::kind);
  }

  @Test
  void shouldMoveAnotherBrakeWhereAnOperatorHoldsTheFirst() {
    brakes.apply(BrakeChange.set(Brake.POPULARITY_DISCOUNT, 0, 0, "ann", 18));
    assertThat(alarm(acts, 0, "exposure-gini"))
        .singleElement()
        .returns("exploration", BrakeChange::brake)
        .returns(Kind.TIGHTENED, BrakeChange::kind);
  }

  @Test
  void shouldMoveNothingWhereItIsToAdvise() {
    assertThat(alarm(advises, 0, "loop-closure"))
        .singleElement()
        .returns(Kind.PROPOSED, BrakeChange::kind)
        .returns(0.05, BrakeChange::to)
        .returns("loop-closure", BrakeChange::monitor);
    assertThat(alarm(advises, 1, "loop-closure")).isEmpty();
    assertThat(brakes.get()).isEqualTo(Brakes.NONE);
  }

  @Test
  void shouldMoveABrakeOnceWhereSeveralMonitorsAlarm() {
    List<BrakeChange> changes =
        judge(
            acts,
            0,
            1_000,
            signal("loop-closure", 0, State.ALARM, 0),
            signal("campaign", 0, State.ALARM, 0),
            signal("influence", 0, State.ALARM, 0));
    assertThat(changes)
        .extracting(BrakeChange::brake)
        .containsExactly("exploration", "influence-cap");
  }

  @Test
  void shouldDoNothingAboutTheErrorOfTheModel() {
    assertThat(alarm(acts, 0, "error")).isEmpty();
  }

  @Test
  void shouldNotBrakeWhereTheSettingBrakesHarder() {
    CurrentBrakes harder = new CurrentBrakes(Brakes.NONE.with(Brake.EXPLORATION, 0.3));
    Governor.Window window =
        new Governor.Window(
            0, HOUR, List.of(signal("loop-closure", 0, State.ALARM, 0)), 5_000, 500);
    assertThat(acts.judge(window, harder, 17)).isEmpty();
  }

  @Test
  void shouldKnowMonitorsThatThereAre() {
    TreeSet<String> known = new TreeSet<>(Monitors.all().stream().map(Monitor::name).toList());
    assertThat(known).containsAll(Remedies.monitors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | 0.1 | true | set drift.enabled=true",
        "true | 0 | true | set drift.control-share",
        "true | 0.1 | false | set drift.log-lists=true"
      })
  void shouldRefuseToStartWithoutWhatItGoesBy(
      boolean enabled, double control, boolean logs, String advice) {
    DriftSettings drift = new DriftSettings(enabled, HOUR, control, logs, List.of());
    GovernorSettings.OFF.check(drift);
    GovernorSettings advise =
        new GovernorSettings(GovernorSettings.Mode.ADVISE, LIMITS, 0.25, 1_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> advise.check(drift))
        .withMessageStartingWith("drift.governor=advise needs ")
        .withMessageContaining(advice);
    advise.check(new DriftSettings(true, HOUR, 0.1, true, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exploration=0.6 | must be a number above 0 and at most 0.5",
        "exploration=0 | must be a number above 0",
        "influence-cap=2.5 | must be a whole number",
        "thompson=1 | names thompson, but the governor moves only exploration",
        "explore=0.1 | there is no brake explore, did you mean exploration?",
        "exploration | must be pairs such as exploration=0.1"
      })
  void shouldRefuseLimitsThatAreNone(String limit, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GovernorSettings(
                    GovernorSettings.Mode.ACT,
                    GovernorSettings.limits(List.of(limit)),
                    0.25,
                    1_000))
        .withMessageStartingWith("drift.governor-limits")
        .withMessageContaining(why);
  }

  @Test
  void shouldRefuseToActWithoutLimits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GovernorSettings(GovernorSettings.Mode.ACT, Map.of(), 0.25, 1_000))
        .withMessageContaining("Set drift.governor-limits, such as exploration=0.1");
  }
}
