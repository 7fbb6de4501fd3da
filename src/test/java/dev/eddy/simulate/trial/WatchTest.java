package dev.eddy.simulate.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.simulate.people.Scenario;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The onset of the runs is round 24, see [SomeOutcomes].
class WatchTest {

  private static final Set<String> ANY = Set.of("gini", "closure");

  @Test
  void shouldCountAlarmsFromTheOnsetUntilHalfWay() {
    LoopOutcome inTime =
        SomeOutcomes.alarmed(Scenario.LOOP, Map.of("gini", List.of(30)), OptionalInt.of(30));
    LoopOutcome late =
        SomeOutcomes.alarmed(Scenario.LOOP, Map.of("gini", List.of(31)), OptionalInt.of(30));
    LoopOutcome never = SomeOutcomes.alarmed(Scenario.LOOP, Map.of(), OptionalInt.of(30));
    LoopOutcome unmoved =
        SomeOutcomes.alarmed(Scenario.LOOP, Map.of("closure", List.of(50)), OptionalInt.empty());
    Watch watch = Watch.of(ANY, List.of(inTime, late, never, unmoved));
    assertThat(watch.detectedShare()).isEqualTo(0.5);
    assertThat(watch.medianDelay()).as("of 6, 7 and 26 rounds").isEqualTo(7);
    assertThat(watch.falseAlarmShare()).isZero();
  }

  @Test
  void shouldTakeTheFirstAlarmOfAnyOfTheMonitorsThatAreAsked() {
    LoopOutcome outcome =
        SomeOutcomes.alarmed(
            Scenario.LOOP,
            Map.of("gini", List.of(28, 40), "closure", List.of(26), "other", List.of(25)),
            OptionalInt.of(27));
    assertThat(outcome.detected(ANY)).hasValue(26);
    assertThat(outcome.isDetectedInTime(Set.of("gini"))).isFalse();
    assertThat(Watch.of(ANY, List.of(outcome)).medianDelay()).isEqualTo(2);
  }

  @Test
  void shouldTakeForFalseWhatComesBeforeTheOnset() {
    LoopOutcome early =
        SomeOutcomes.alarmed(Scenario.ATTACK, Map.of("gini", List.of(23)), OptionalInt.of(30));
    LoopOutcome since =
        SomeOutcomes.alarmed(Scenario.ATTACK, Map.of("gini", List.of(24)), OptionalInt.of(30));
    Watch watch = Watch.of(ANY, List.of(early, since));
    assertThat(watch.falseAlarmShare()).isEqualTo(0.5);
    assertThat(watch.detectedShare()).isEqualTo(0.5);
  }

  @Test
  void shouldTakeEveryAlarmForFalseWhereTheLoopDoesNothing() {
    LoopOutcome honest =
        SomeOutcomes.alarmed(Scenario.HONEST, Map.of("gini", List.of(50)), OptionalInt.empty());
    assertThat(Watch.of(ANY, List.of(honest)).falseAlarmShare()).isEqualTo(1);
    assertThat(Watch.of(Set.of("other"), List.of(honest)))
        .isEqualTo(new Watch(0, Double.NaN, 0, 0));
  }

  @Test
  void shouldCallFirstWhatNoOtherMonitorOfTheLoopTellsEarlier() {
    List<LoopOutcome> outcomes =
        List.of(
            alarmed("loop-closure", 26, "influence", 26, 30),
            alarmed("loop-closure", 27, "influence", 26, 30),
            alarmed("loop-closure", 26, "influence", 27, 30),
            alarmed("loop-closure", 26, "influence", 27, 25));
    assertThat(Watch.of(Set.of("loop-closure"), outcomes).firstShare()).isEqualTo(0.5);
    assertThat(Watch.of(Set.of("influence"), outcomes).firstShare()).isEqualTo(0.5);
  }

  private static LoopOutcome alarmed(
      String one, int round, String other, int otherRound, int halfWay) {
    return SomeOutcomes.alarmed(
        Scenario.LOOP,
        Map.of(one, List.of(round), other, List.of(otherRound)),
        OptionalInt.of(halfWay));
  }
}
