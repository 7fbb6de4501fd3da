package dev.eddy.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.drift.WindowFacts;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.CurrentBrakes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GovernedBrakesTest {

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final GovernorSettings ACT =
      new GovernorSettings(GovernorSettings.Mode.ACT, Map.of(Brake.EXPLORATION, 0.2), 0.25, 1_000);

  private final CurrentBrakes brakes = new CurrentBrakes(Brakes.NONE);

  private static DriftLedger.Closed alarm(int hour) {
    Signal signal =
        new Signal(
            "loop-closure",
            hour * HOUR,
            HOUR,
            1,
            0,
            1,
            0,
            0,
            0,
            State.ALARM,
            0,
            List.of(),
            Map.of(),
            Map.of());
    return new DriftLedger.Closed(
        List.of(signal),
        new WindowFacts(hour * HOUR, List.of(), 0, List.of(), List.of(), List.of(), 0),
        5_000,
        500);
  }

  @Test
  void shouldNotTakeAStepTwiceWhoseRecordIsOnItsWay() {
    GovernedBrakes governed = new GovernedBrakes(ACT, brakes);
    List<BrakeChange> first = governed.after(alarm(0), HOUR, 17);
    assertThat(first).hasSize(1);
    assertThat(governed.after(alarm(1), HOUR, 18)).isEmpty();
    List<BrakeChange> second = governed.after(alarm(3), HOUR, 19);
    assertThat(second).singleElement().returns(0.1, BrakeChange::to);
    first.forEach(brakes::apply); // one comes back, the other is still on its way
    assertThat(governed.after(alarm(4), HOUR, 20)).isEmpty();
    assertThat(brakes.get().exploration()).isEqualTo(0.05);
  }

  @Test
  void shouldTakeAStepAgainThatWasNeverPublished() {
    List<BrakeChange> lost = new GovernedBrakes(ACT, brakes).after(alarm(0), HOUR, 17);
    assertThat(new GovernedBrakes(ACT, brakes).after(alarm(0), HOUR, 17)).isEqualTo(lost);
  }

  @Test
  void shouldGoOnWhereWhatItPublishedIsRefused() {
    Map<Brake, Double> limits = Map.of(Brake.PROPENSITY_WEIGHTS, 4.0);
    GovernedBrakes governed =
        new GovernedBrakes(
            new GovernorSettings(GovernorSettings.Mode.ACT, limits, 0.25, 1_000), brakes);
    List<BrakeChange> steps = governed.after(alarm(0), HOUR, 17);
    assertThat(steps).singleElement().returns("propensity-weights", BrakeChange::brake);
    brakes.apply(BrakeChange.set(Brake.THOMPSON, 0, 1, "ann", 18)); // it came first
    assertThat(governed.after(alarm(1), HOUR, 19)).isEmpty();
    assertThat(brakes.apply(steps.getFirst()).refusal()).isPresent();
    assertThat(governed.after(alarm(4), HOUR, 20)).isEmpty();
    assertThat(brakes.get()).isEqualTo(Brakes.NONE.with(Brake.THOMPSON, 1));
  }

  @Test
  void shouldTellOfBrakesThatTheGovernorMovedAndDoesNotEaseAnyMore() {
    new GovernedBrakes(ACT, brakes).after(alarm(0), HOUR, 17).forEach(brakes::apply);
    brakes.apply(BrakeChange.set(Brake.CALIBRATION, 0, 0.4, "ann", 18));
    assertThat(new GovernedBrakes(ACT, brakes).forsaken()).isEmpty();
    assertThat(new GovernedBrakes(GovernorSettings.OFF, brakes).forsaken())
        .singleElement()
        .asString()
        .startsWith("Brake exploration is at 0.05")
        .contains("drift.governor is off");
    Map<Brake, Double> others = Map.of(Brake.CALIBRATION, 0.5);
    GovernorSettings limited = new GovernorSettings(GovernorSettings.Mode.ACT, others, 0.25, 1_000);
    assertThat(new GovernedBrakes(limited, brakes).forsaken())
        .singleElement()
        .asString()
        .contains("drift.governor-limits no longer names it");
  }

  @Test
  void shouldPublishAgainWhatTheTopicWouldForget() {
    BrakeChange set = BrakeChange.set(Brake.CALIBRATION, 0, 0.4, "ann", 0);
    brakes.apply(set);
    GovernedBrakes governed = new GovernedBrakes(GovernorSettings.OFF, brakes);
    assertThat(governed.after(alarm(1), HOUR, 6 * DAY)).isEmpty();
    assertThat(governed.after(alarm(2), HOUR, 8 * DAY)).containsExactly(set);
    assertThat(governed.after(alarm(3), HOUR, 9 * DAY)).as("once a week").isEmpty();
    assertThat(governed.after(alarm(4), HOUR, 16 * DAY)).containsExactly(set);
  }
}
