package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.State;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Exposure;
import dev.eddy.event.Interaction;
import dev.eddy.event.Kinds;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.Brakes;
import dev.eddy.stream.drift.SignalWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Brakes that are moved while the topology runs: by operators through the topic, and by the
/// governor.
class BrakeTopologyTest {

  private static final long MINUTE = 60_000;
  private static final long START = TopologyFixture.NOW - 1_000 * MINUTE;

  @TempDir private Path folder;

  private TopologyFixture eddy;
  private TestInputTopic<byte[], byte[]> exposures;
  private TestInputTopic<byte[], byte[]> signals;
  private int lists;
  private int worlds;

  @BeforeEach
  void start() {
    eddy = new TopologyFixture(folder);
    connect();
    for (int item = 0; item < 20; item++) {
      eddy.sendItem("i" + item, "{\"itemId\":\"i%d\",\"genres\":[\"Drama\"]}".formatted(item));
    }
  }

  private void connect() {
    ByteArraySerializer bytes = new ByteArraySerializer();
    exposures =
        eddy.drift.enabled() ? eddy.driver.createInputTopic("exposures", bytes, bytes) : null;
    signals = eddy.driver.createInputTopic("drift-signals", bytes, bytes);
  }

  @AfterEach
  void stop() {
    eddy.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void set(Brake brake, double value) {
    BrakeChange change =
        BrakeChange.set(
            brake, eddy.brakes.get().value(brake), value, "ann", TopologyFixture.NOW + 1);
    signals.pipeInput(bytes(SignalWriter.BRAKE), SignalWriter.write(change));
  }

  private void show(String userId, double propensity, long timeMs, String... items) {
    List<Double> propensities = new ArrayList<>();
    for (int n = 0; n < items.length; n++) {
      propensities.add(propensity);
    }
    exposures.pipeInput(
        bytes(userId),
        EventWriter.write(
            new Exposure(
                "r" + lists++, userId, List.of(items), propensities, "model", "", 0, 1, timeMs)));
  }

  private double changes(Brake brake, BrakeChange.Kind kind) {
    return eddy.registry
        .get("eddy.brake.changes")
        .tag("brake", brake.label())
        .tag("kind", kind.label())
        .counter()
        .count();
  }

  @Test
  void shouldTakeOverWhatOperatorsSetAndSkipWhatCannotBeRead() {
    set(Brake.EXPLORATION, 0.2);
    signals.pipeInput(bytes(SignalWriter.BRAKE), bytes("{\"brake\":\"exploration\"}"));
    signals.pipeInput(
        bytes(SignalWriter.BRAKE),
        SignalWriter.write(
            BrakeChange.set(Brake.EXPLORATION, 0.2, 0.9, "bob", TopologyFixture.NOW + 2)));
    assertThat(eddy.brakes.get()).isEqualTo(Brakes.NONE.with(Brake.EXPLORATION, 0.2));
    assertThat(eddy.brakes.latest(Brake.EXPLORATION)).get().returns("ann", BrakeChange::who);
    assertThat(changes(Brake.EXPLORATION, BrakeChange.Kind.SET)).isOne();
    assertThat(eddy.registry.get("eddy.records.unreadable").counter().count()).isOne();
  }

  @Test
  void shouldTakeOverBrakesWhereDriftIsNotWatched() {
    eddy.drift = new DriftSettings(false, MINUTE, 0, true, List.of());
    eddy.restart();
    connect();
    set(Brake.POPULARITY_DISCOUNT, 0.5);
    assertThat(eddy.brakes.get().popularityDiscount()).isEqualTo(0.5);
  }

  private double moved(String user, String item) {
    double before = eddy.task().find(user) == null ? 0 : eddy.row(user).influence();
    eddy.rate(user, item, 5, START);
    return eddy.row(user).influence() - before;
  }

  @Test
  void shouldCapTheInfluenceFromTheMomentTheCapIsSet() {
    for (int n = 0; n < 9; n++) {
      moved("u", "i" + n);
    }
    double free = moved("u", "i10");
    set(Brake.INFLUENCE_CAP, 1);
    assertThat(moved("u", "i11")).isLessThan(free / 5);
    set(Brake.INFLUENCE_CAP, 0);
    assertThat(moved("u", "i12")).isGreaterThan(free / 2);
  }

  /// Returns how far a rating moves an item, in a world in which all else is the same.
  private double moved(double weights, double propensity) {
    eddy.close();
    eddy = new TopologyFixture(folder.resolve("world" + worlds++));
    connect();
    set(Brake.PROPENSITY_WEIGHTS, weights);
    show("u", propensity, START - 1, "i1");
    return moved("u", "i1");
  }

  @Test
  void shouldWeighWhatWasUnlikelyToBeShown() {
    double once = moved(0, 0.25);
    assertThat(moved(3, 1)).as("was sure to be shown").isEqualTo(once);
    assertThat(moved(3, Double.NaN)).as("nobody knows").isEqualTo(once);
    double clipped = moved(1, 0.25);
    double full = moved(3, 0.25);
    assertThat(clipped).isGreaterThan(1.05 * once);
    assertThat(full).isGreaterThan(1.05 * clipped);
    assertThat(moved(9, 0.25)).as("four times is enough").isEqualTo(full);
  }

  @Test
  void shouldWeighChoicesWithoutARatingAsWell() {
    set(Brake.PROPENSITY_WEIGHTS, 9);
    show("lucky", 0.25, START - 1, "i2");
    int kind = Kinds.number("play");
    for (String item : List.of("i2", "i3")) {
      Interaction play =
          new Interaction("lucky", item, "play", OptionalDouble.empty(), START, 1, "", "");
      eddy.sendRaw(bytes("lucky"), EventWriter.write(play));
    }
    assertThat(eddy.task().find("lucky").interactionsView().entries())
        .allMatch(entry -> entry.kind() == kind)
        .extracting(entry -> (double) entry.weight())
        .containsExactly(4.0, 1.0);
  }

  @Test
  void shouldTellHowOftenAUserWasShownWhat() {
    show("u", 1, START, "i1", "i2");
    show("u", 1, START + 1, "i2", "i3");
    assertThat(eddy.task().impressions("u")).isEqualTo(Map.of("i1", 1, "i2", 2, "i3", 1));
    assertThat(eddy.task().impressions("nobody")).isEmpty();
    eddy.restart();
    assertThat(eddy.task().impressions("u")).containsEntry("i2", 2);
  }

  private static List<String> users(Arm arm, int many) {
    List<String> users = new ArrayList<>();
    for (int id = 0; users.size() < many; id++) {
      if (Arm.of("u" + id, TopologyFixture.DRIFT.controlShare()) == arm) {
        users.add("u" + id);
      }
    }
    return users;
  }

  /// Shows everybody in both arms a list in each of some windows, and ends them.
  ///
  /// @param narrow whether the model shows the same two items to all
  private void run(int from, int to, boolean narrow) {
    List<String> treated = users(Arm.TREATED, 50);
    List<String> control = users(Arm.CONTROL, 10);
    for (int window = from; window < to; window++) {
      long timeMs = START + window * MINUTE;
      for (int n = 0; n < 100; n++) {
        int item = narrow ? 0 : 2 * (n % 10);
        show(treated.get(n % 50), 1, timeMs + n, "i" + item, "i" + (item + 1));
      }
      for (int n = 0; n < 10; n++) {
        show(control.get(n), 0.1, timeMs + n, "i" + 2 * n, "i" + (2 * n + 1));
      }
      eddy.rate("clock", "i1", 1 + window % 4, timeMs + 200);
    }
  }

  private void govern(GovernorSettings.Mode mode) {
    eddy.governor = new GovernorSettings(mode, Map.of(Brake.EXPLORATION, 0.2), 0.5, 100);
    eddy.restart();
    connect();
  }

  @Test
  void shouldTightenABrakeUponAnAlarmAndEaseItOnceItIsOver() {
    govern(GovernorSettings.Mode.ACT);
    run(0, 16, false);
    assertThat(eddy.brakes.changes()).isEmpty();
    run(16, 24, true);
    assertThat(eddy.board.latest("exposure-gini"))
        .get()
        .matches(signal -> signal.state() == State.ALARM);
    assertThat(eddy.brakes.get().exploration()).isEqualTo(0.2);
    assertThat(changes(Brake.EXPLORATION, BrakeChange.Kind.TIGHTENED)).isEqualTo(2);
    run(24, 50, false);
    assertThat(eddy.brakes.get().exploration()).isZero();
    assertThat(eddy.brakes.changes())
        .extracting(BrakeChange::kind)
        .containsExactly(
            BrakeChange.Kind.TIGHTENED,
            BrakeChange.Kind.TIGHTENED,
            BrakeChange.Kind.EASED,
            BrakeChange.Kind.EASED);
  }

  @Test
  void shouldOnlyProposeWhereItIsToAdvise() {
    govern(GovernorSettings.Mode.ADVISE);
    run(0, 16, false);
    run(16, 22, true);
    assertThat(eddy.brakes.get()).isEqualTo(Brakes.NONE);
    assertThat(eddy.brakes.proposal(Brake.EXPLORATION))
        .get()
        .returns(0.1, BrakeChange::to)
        .returns(BrakeChange.GOVERNOR, BrakeChange::who);
    assertThat(changes(Brake.EXPLORATION, BrakeChange.Kind.PROPOSED)).isPositive();
  }

  @Test
  void shouldLeaveABrakeAloneThatAnOperatorSet() {
    govern(GovernorSettings.Mode.ACT);
    run(0, 16, false);
    set(Brake.EXPLORATION, 0.01);
    run(16, 24, true);
    assertThat(eddy.brakes.get().exploration()).isEqualTo(0.01);
    assertThat(changes(Brake.EXPLORATION, BrakeChange.Kind.TIGHTENED)).isZero();
    assertThat(changes(Brake.EXPLORATION, BrakeChange.Kind.PROPOSED)).isPositive();
  }
}
