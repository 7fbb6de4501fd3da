package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.scenario.LiveLoop;
import dev.eddy.app.scenario.WorldClock;
import dev.eddy.drift.State;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.fixture.WrittenCounts;
import dev.eddy.serve.backend.Narration;
import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.LoopSummary;
import dev.eddy.simulate.people.Scenario;
import dev.eddy.stream.record.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scenario of the enthusiasts with a running instance: lists over HTTP, events through Kafka.
/// The world and its people follow from the seed; lists hang on what was learned by then, which
/// varies from run to run.
@Tag("thorough")
class EnthusiastsIT {

  private static final long SEED = 4;
  private static final int ROUNDS = 50;
  private static final double CONTROL_SHARE = 0.2;
  private static final long ROUND_MS = 400;

  private static final LoopSettings LOOP =
      new LoopSettings(
          Scenario.ENTHUSIASTS,
          true,
          LoopBrakes.parse(List.of("exploration=0.5")),
          ROUNDS,
          150,
          150,
          CONTROL_SHARE,
          SEED);

  @TempDir Path folder;

  @Test
  void shouldShowOthersWhatEnthusiastsLikeUntilABrakeHolds() {
    SharedKafka kafka = SharedKafka.namespace("enthusiasts");
    WorldClock clock = new WorldClock();
    List<Narration> told = new ArrayList<>();
    try (RunningEddy eddy =
        RunningEddy.start(
            kafka,
            folder.resolve("state"),
            Map.of(
                "stream.partitions",
                "1",
                "learning.factors",
                "16",
                "drift.control-share",
                Double.toString(CONTROL_SHARE)),
            clock)) {
      LiveLoop.Result result =
          new LiveLoop(
                  LOOP,
                  ROUND_MS,
                  eddy.backend(),
                  eddy.publisher(),
                  clock,
                  eddy.uri("/"),
                  eddy.uri("/metrics"),
                  () -> false,
                  told::add)
              .play();
      assertThat(result.refused()).isZero();
      assertThat(
              Arrays.stream(Outcome.values()).mapToLong(eddy::count).sum()
                  - eddy.count(Outcome.REJECTED))
          .isEqualTo(result.events());
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () -> assertThat(WrittenCounts.read(kafka).lists()).isEqualTo(result.lists()));
      judge(result);
    }
    assertThat(told.getLast().step()).isEqualTo(told.getLast().steps().size() - 1);
    assertThat(told.stream().map(Narration::step)).isSorted().contains(0, 1, 2, 4, 5);
    assertThat(told.getLast().latest()).contains("was shown");
  }

  private static void judge(LiveLoop.Result result) {
    LoopRun run = result.run();
    int onset = LOOP.onset();
    int braked = result.braked().orElseThrow();
    double[] kind = run.share(run::isOfKind);
    double calm = LoopSummary.mean(kind, onset - 8, onset);
    double loose = LoopSummary.mean(kind, braked - 7, braked + 1);
    double held = LoopSummary.mean(kind, braked + 2, ROUNDS);
    DoubleSummaryStatistics before = active(run, 0, onset);
    DoubleSummaryStatistics since = active(run, onset, ROUNDS);
    System.out.printf(
        "seed %d: %s in others' lists %.3f calm, %.3f loose, %.3f held from round %d on;"
            + " active-share %.3f calm, %.3f since; alarms %s%n",
        SEED,
        run.kind(),
        calm,
        loose,
        held,
        braked,
        before.getAverage(),
        since.getAverage(),
        run.told().stream()
            .filter(one -> one.signal().state() == State.ALARM)
            .map(one -> one.signal().monitor())
            .distinct()
            .toList());
    assertThat(loose).as("of the enthusiasts' kind, seed %d", SEED).isGreaterThan(calm);
    assertThat(held).as("with a brake").isLessThan(loose);
    assertThat(since.getAverage())
        .as("what the most active do, by the monitor")
        .isGreaterThan(1.1 * before.getAverage());
  }

  private static DoubleSummaryStatistics active(LoopRun run, int from, int to) {
    return run.byMonitor().get("active-share").stream()
        .filter(one -> one.window() >= from && one.window() < to)
        .mapToDouble(one -> one.signal().treated())
        .summaryStatistics();
  }
}
