package dev.eddy.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrakesTest {

  private static final CurrentBrakes.Taken NEW = new CurrentBrakes.Taken(true, Optional.empty());

  private final CurrentBrakes current =
      new CurrentBrakes(Brakes.NONE.with(Brake.EXPLORATION, 0.05));

  @ParameterizedTest
  @EnumSource(Brake.class)
  void shouldChangeTheBrakeThatIsNamedAndNoOther(Brake brake) {
    Brakes changed = Brakes.NONE.with(brake.label(), brake.max());
    for (Brake other : Brake.values()) {
      assertThat(changed.value(other))
          .as(other.label())
          .isEqualTo(other == brake ? brake.max() : 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exploration | 0.51 | serve.exploration is 0.51, but must be between 0 and 0.5",
        "calibration | -0.1 | serve.calibration is -0.1, but must be between 0 and 1.0",
        "influence-cap | 2.5 | learning.influence-cap is 2.5, but must be a whole number",
        "influence-cap | -1 | learning.influence-cap is -1, but must be between 0 and 1000000000",
        "thompson | NaN | serve.thompson is NaN, but must be between 0 and 3.0"
      })
  void shouldRefuseAValueOutOfRangeAndSayWhatIsAllowed(String name, double value, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Brakes.NONE.with(name, value))
        .withMessage(why);
  }

  @Test
  void shouldRefuseABrakeThatThereIsNotAndNameThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Brakes.NONE.with("popularity", 1))
        .withMessageStartingWith("there is no brake popularity, did you mean ")
        .withMessageEndingWith(
            "Brakes are exploration, thompson, popularity-discount, impression-discount,"
                + " calibration, influence-cap, daily-cap, propensity-weights");
  }

  @Test
  void shouldRefuseBrakesThatWorkAgainstEachOther() {
    Brakes drawn = Brakes.NONE.with(Brake.THOMPSON, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> drawn.with(Brake.PROPENSITY_WEIGHTS, 4))
        .withMessageContaining("one of them must be 0");
  }

  @Test
  void shouldGoAStraightWayAndHalveACap() {
    assertThat(Brake.EXPLORATION.between(0.02, 0.1, 0.25)).isEqualTo(0.04);
    assertThat(Brake.EXPLORATION.between(0.02, 0.1, 0)).isEqualTo(0.02);
    assertThat(Brake.EXPLORATION.between(0.02, 0.1, 1)).isEqualTo(0.1);
    assertThat(Brake.INFLUENCE_CAP.between(0, 50, 0)).isZero();
    assertThat(Brake.INFLUENCE_CAP.between(0, 50, 0.2)).isEqualTo(800);
    assertThat(Brake.INFLUENCE_CAP.between(0, 50, 0.8)).isEqualTo(100);
    assertThat(Brake.INFLUENCE_CAP.between(0, 50, 1)).isEqualTo(50);
    assertThat(Brake.INFLUENCE_CAP.between(200, 50, 0.5)).isEqualTo(100);
    assertThat(Brake.INFLUENCE_CAP.between(0, 1e9, 0.2)).as("within the range").isEqualTo(1e9);
    assertThat(Brake.INFLUENCE_CAP.isStronger(50, 0)).isTrue();
    assertThat(Brake.INFLUENCE_CAP.isStronger(0, 50)).isFalse();
    assertThat(Brake.DAILY_CAP.between(0, 3, 0.5)).isEqualTo(17);
    assertThat(Brake.DAILY_CAP.isStronger(3, 0)).isTrue();
    assertThat(Brake.EXPLORATION.isStronger(0.1, 0)).isTrue();
  }

  @Test
  void shouldKeepWhoMovedABrakeAndGiveItBackToItsSetting() {
    BrakeChange set = BrakeChange.set(Brake.EXPLORATION, 0.05, 0.2, "ann", 17);
    assertThat(current.apply(set)).isEqualTo(NEW);
    assertThat(current.get().exploration()).isEqualTo(0.2);
    assertThat(current.latest(Brake.EXPLORATION)).contains(set);

    current.apply(BrakeChange.release(Brake.EXPLORATION, 0.2, 0.05, "bob", 18));
    assertThat(current.get().exploration()).isEqualTo(0.05);
    assertThat(current.latest(Brake.EXPLORATION))
        .get()
        .returns("bob", BrakeChange::who)
        .returns(BrakeChange.Kind.RELEASED, BrakeChange::kind);
  }

  @Test
  void shouldCountAChangeThatComesTwiceOnce() {
    BrakeChange set = BrakeChange.set(Brake.CALIBRATION, 0, 0.3, "ann", 17);
    current.apply(set);
    assertThat(current.apply(set)).isEqualTo(new CurrentBrakes.Taken(false, Optional.empty()));
    assertThat(current.get().calibration()).isEqualTo(0.3);
    assertThat(current.changes()).containsExactly(set);
  }

  private static BrakeChange tightened(double to, long timeMs) {
    return new BrakeChange(
        BrakeChange.Kind.TIGHTENED,
        "exploration",
        0.05,
        to,
        BrakeChange.GOVERNOR,
        timeMs,
        60_000,
        "loop-closure",
        "it alarms");
  }

  @ParameterizedTest
  @ValueSource(longs = {16, 17, 18})
  void shouldHoldToAnOperatorWhicheverRecordComesFirst(long timeMs) {
    BrakeChange governors = tightened(0.1, timeMs);
    BrakeChange operators = BrakeChange.set(Brake.EXPLORATION, 0.05, 0.2, "ann", 17);
    CurrentBrakes governorFirst = current.copy();
    governorFirst.apply(governors);
    assertThat(governorFirst.apply(operators)).isEqualTo(NEW);
    current.apply(operators);
    assertThat(current.apply(governors).refusal()).contains("ann has set the brake");
    for (CurrentBrakes brakes : List.of(governorFirst, current)) {
      assertThat(brakes.get().exploration()).isEqualTo(0.2);
      assertThat(brakes.latest(Brake.EXPLORATION)).contains(operators);
    }
    assertThat(current.changes()).containsExactly(operators);
  }

  @Test
  void shouldLetTheGovernorMoveABrakeThatWasReleasedButNotByWhatIsOlder() {
    current.apply(BrakeChange.set(Brake.EXPLORATION, 0.05, 0.2, "ann", 17));
    current.apply(BrakeChange.release(Brake.EXPLORATION, 0.2, 0.05, "bob", 19));
    assertThat(current.apply(tightened(0.1, 18)).refusal())
        .contains("bob has moved the brake since");
    assertThat(current.get().exploration()).isEqualTo(0.05);
    assertThat(current.apply(tightened(0.1, 19))).isEqualTo(NEW);
    assertThat(current.get().exploration()).isEqualTo(0.1);
  }

  @Test
  void shouldNotGoBackToAValueThatIsPublishedAgain() {
    BrakeChange old = BrakeChange.set(Brake.CALIBRATION, 0, 0.3, "ann", 17);
    BrakeChange newer = BrakeChange.set(Brake.CALIBRATION, 0.3, 0.6, "bob", 18);
    current.apply(old);
    current.apply(newer);
    assertThat(current.apply(old).refusal()).contains("bob has moved the brake since");
    assertThat(current.get().calibration()).isEqualTo(0.6);
    assertThat(current.latest(Brake.CALIBRATION)).contains(newer);
  }

  @Test
  void shouldRefuseWhatWorksAgainstAnotherBrakeAndLeaveAllAsItIs() {
    current.apply(BrakeChange.set(Brake.THOMPSON, 0, 1, "ann", 17));
    BrakeChange against = BrakeChange.set(Brake.PROPENSITY_WEIGHTS, 0, 4, "bob", 18);
    assertThat(current.apply(against).refusal()).get().asString().contains("one of them must be 0");
    assertThat(current.refusal(against)).isPresent();
    assertThat(current.isDecided(against)).isTrue();
    assertThat(current.get().propensityWeights()).isZero();
    assertThat(current.latest(Brake.PROPENSITY_WEIGHTS)).isEmpty();
  }

  @Test
  void shouldWaitForAChangeToComeBack() throws InterruptedException {
    BrakeChange set = BrakeChange.set(Brake.CALIBRATION, 0, 0.3, "ann", 17);
    assertThat(current.await(List.of(set), Duration.ofMillis(1))).isFalse();
    Thread topic = Thread.startVirtualThread(() -> current.apply(set));
    assertThat(current.await(List.of(set), Duration.ofSeconds(20))).isTrue();
    topic.join();
    assertThat(current.get().calibration()).isEqualTo(0.3);
  }

  @Test
  void shouldMoveNothingByAProposalAndForgetItOnceTheBrakeIsMoved() {
    BrakeChange proposal =
        new BrakeChange(
            BrakeChange.Kind.PROPOSED,
            "exploration",
            0.05,
            0.1,
            BrakeChange.GOVERNOR,
            17,
            60_000,
            "loop-closure",
            "it alarms");
    current.apply(proposal);
    assertThat(current.get().exploration()).isEqualTo(0.05);
    assertThat(current.latest(Brake.EXPLORATION)).isEmpty();
    assertThat(current.proposal(Brake.EXPLORATION)).contains(proposal);

    current.apply(BrakeChange.set(Brake.EXPLORATION, 0.05, 0.1, "ann", 18));
    assertThat(current.proposal(Brake.EXPLORATION)).isEmpty();
  }
}
