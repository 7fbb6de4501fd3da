package dev.eddy.simulate.loop;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Signal;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.Learned;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.Policy;
import dev.eddy.simulate.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/// Runs a world in which what is shown changes what is chosen, and what is chosen changes what is
/// shown.
///
/// A round is a day of event time, and a window of the monitors. On each visit somebody is shown
/// ten items, which counts as shown; what they do is learned; twice a day what was learned is
/// merged, so that lists show it. Not safe for use by several threads; several loops may run side
/// by side.
public final class ClosedLoop {

  private static final int LIST = 10;
  private static final long ROUND_MS = Duration.ofDays(1).toMillis();
  private static final long FIRST_ROUND = 20_000;

  /// The past lies in so many rounds before the first.
  private static final int PAST_ROUNDS = 30;

  private final LoopSettings settings;
  private final MemoryEddy eddy;
  private final DriftLedger ledger;
  private final LoopGovernor governor;
  private final SplittableRandom random;
  private final LoopPlayer player;
  private final List<LoopRun.Told> told = new ArrayList<>();
  private final List<LoopRun.Step> steps = new ArrayList<>();
  private int round;

  /// Creates a loop that has not begun.
  ///
  /// @param learning how it is learned; the scale is that of [World]
  public ClosedLoop(LoopSettings settings, LearningSettings learning, VectorKernels kernels) {
    this.settings = settings;
    World world = LoopPlayer.world(settings);
    DriftSettings drift =
        new DriftSettings(true, ROUND_MS, settings.controlShare(), true, List.of());
    CurrentBrakes brakes = new CurrentBrakes(settings.brakes().brakes());
    governor = new LoopGovernor(settings.brakes().governor(), brakes);
    eddy = new MemoryEddy(learning.newModel(kernels), kernels, world.items(), drift, brakes);
    ledger = new DriftLedger(drift, World.SCALE_MAX - World.SCALE_MIN);
    random = LoopPlayer.chance(settings);
    player = new LoopPlayer(settings, world, new InMemory(), random);
  }

  /// Runs all rounds.
  ///
  /// @param progress is told how many rounds are done
  public LoopRun run(IntConsumer progress) {
    player.livePast((FIRST_ROUND - PAST_ROUNDS) * ROUND_MS, PAST_ROUNDS * ROUND_MS);
    for (round = 0; round < settings.rounds(); round++) {
      player.play((FIRST_ROUND + round) * ROUND_MS, ROUND_MS);
      progress.accept(round + 1);
    }
    close(new WindowCounts(FIRST_ROUND + settings.rounds() + 1L)); // time goes on
    return player.run(told, steps);
  }

  private void close(WindowCounts counts) {
    for (DriftLedger.Closed closed : ledger.add(counts, eddy::items)) {
      for (Signal signal : closed.signals()) {
        int window = (int) (signal.windowStartMs() / ROUND_MS - FIRST_ROUND);
        told.add(new LoopRun.Told(window, round, signal));
      }
      governor
          .after(closed, ROUND_MS, (FIRST_ROUND + round) * ROUND_MS)
          .forEach(change -> steps.add(new LoopRun.Step(round, change)));
    }
  }

  /// Eddy in memory, as the people meet it.
  private final class InMemory implements Recommender {

    @Override
    public void add(CatalogItem item) {
      eddy.add(item);
    }

    @Override
    public int items() {
      return eddy.items();
    }

    @Override
    public void watch() {
      eddy.watch();
    }

    @Override
    public List<String> show(String userId, long timeMs) {
      boolean isControl = Arm.of(userId, settings.controlShare()) == Arm.CONTROL;
      Policy policy = isControl ? Policy.RANDOM : Policy.MODEL;
      MemoryEddy.Listed list = eddy.list(userId, LIST, policy, random.split());
      if (!list.items().isEmpty()) {
        eddy.shown(userId, list, policy, timeMs);
      }
      return list.items();
    }

    @Override
    public OptionalDouble rate(String userId, String itemId, double rating, long timeMs) {
      Learned learned = eddy.rate(userId, itemId, rating, timeMs);
      return learned.scored() ? OptionalDouble.of(learned.prediction()) : OptionalDouble.empty();
    }

    @Override
    public void click(String userId, String itemId, long timeMs) {
      eddy.click(userId, itemId, timeMs);
    }

    @Override
    public void commit() {
      eddy.commit(ClosedLoop.this::close);
    }
  }
}
