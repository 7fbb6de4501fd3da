package dev.eddy.app.scenario;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.lists.Brake;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Narration;
import dev.eddy.simulate.loop.LoopPlayer;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Plays a scenario with a running instance. A round is a window of its monitors, by the clock of
/// the world, which ends about now; on the wall it takes a few seconds.
///
/// People ask for lists over HTTP, and what they do goes through Kafka, so chance and timing have a
/// part: two runs from the same seed have the same world and people, but not the same lists. The
/// brakes of the settings are moved eight rounds after a monitor of the loop alarmed, or half-way
/// from the onset to the end where none did.
public final class LiveLoop {

  /// So many rounds after the alarm a brake follows: time to see what goes on without it.
  private static final int UNTIL_BRAKE = 8;

  private final LoopSettings settings;
  private final Backend backend;
  private final ServedLists lists;
  private final LiveRecommender recommender;
  private final LoopPlayer player;
  private final Narrator narrator;
  private final BooleanSupplier stopping;
  private final Consumer<Narration> audience;
  private final long windowMs;
  private final long startMs;
  private final List<LoopRun.Told> told = new ArrayList<>();
  private Brakes brakesBefore = Brakes.NONE;
  private OptionalInt alarmed = OptionalInt.empty();
  private String alarm = "";
  private OptionalInt braked = OptionalInt.empty();
  private boolean isMoved;

  /// What a run came to.
  ///
  /// @param run as a loop in memory tells it, but for errors of predictions
  /// @param lists how many lists were served that were not empty: so many exposures
  /// @param events how many ratings and clicks were published
  /// @param refused how often the instance was too busy to serve a list
  /// @param braked in which round a brake was moved, by whomever; empty where none was
  public record Result(LoopRun run, long lists, long events, long refused, OptionalInt braked) {}

  /// Prepares a run with an instance that has learned nothing.
  ///
  /// @param settings the control share is that of the instance
  /// @param roundMs how long a round takes on the wall, at least
  /// @param clock by which the instance dates what it shows
  /// @param applications where applications ask the instance
  /// @param operations where operators ask it
  /// @param stopping whether the run is to end early
  /// @param audience is told how the story goes, each round
  public LiveLoop(
      LoopSettings settings,
      long roundMs,
      Backend backend,
      EventPublisher publisher,
      WorldClock clock,
      URI applications,
      URI operations,
      BooleanSupplier stopping,
      Consumer<Narration> audience) {
    this.settings = settings;
    this.backend = backend;
    this.stopping = stopping;
    this.audience = audience;
    windowMs = backend.driftSettings().windowMs();
    startMs = (System.currentTimeMillis() / windowMs - settings.rounds()) * windowMs;
    lists = new ServedLists(applications, operations);
    recommender =
        new LiveRecommender(
            lists, backend, publisher, clock, new Pace(startMs, windowMs, roundMs), stopping);
    player =
        new LoopPlayer(
            settings, LoopPlayer.world(settings), recommender, LoopPlayer.chance(settings));
    narrator = new Narrator(settings, roundMs);
  }

  /// Plays all rounds, and waits until what was done in them is learned.
  public Result play() {
    brakesBefore = backend.brakes().get();
    tell(false);
    // All of the past lies in one window, so that it counts but once in what is usual.
    player.livePast(startMs - 2 * windowMs, windowMs);
    tell(true);
    for (int round = 0; round < settings.rounds() && !stopping.getAsBoolean(); round++) {
      player.play(startMs + round * windowMs, windowMs);
      listen();
      if (!isMoved && isTimeToBrake()) {
        lists.move(settings.brakes().values());
        isMoved = true;
      }
      tell(true);
    }
    recommender.awaitLearned();
    return new Result(
        player.run(told, List.of()), lists.served(), recommender.events(), lists.refused(), braked);
  }

  /// Takes over what the monitors have said since the last time.
  private void listen() {
    int round = player.played() - 1;
    for (Monitor monitor : Monitors.all()) {
      String name = monitor.name();
      long last =
          told.stream()
              .filter(one -> one.signal().monitor().equals(name))
              .mapToLong(one -> one.signal().windowStartMs())
              .max()
              .orElse(startMs - 1); // the past is judged, too, and does not count
      for (Signal signal : backend.drift().of(name)) {
        if (signal.windowStartMs() > last) {
          int window = (int) ((signal.windowStartMs() - startMs) / windowMs);
          told.add(new LoopRun.Told(window, round, signal));
          boolean isOfOnset = monitor.isOfLoop() && window >= settings.onset();
          if (alarmed.isEmpty() && isOfOnset && signal.state() == State.ALARM) {
            alarmed = OptionalInt.of(round);
            alarm = name;
          }
        }
      }
    }
    if (braked.isEmpty() && !backend.brakes().get().equals(brakesBefore)) {
      braked = OptionalInt.of(round);
    }
  }

  private boolean isTimeToBrake() {
    int round = player.played() - 1;
    int latest = settings.onset() + (settings.rounds() - settings.onset()) / 2;
    return !settings.brakes().values().isEmpty()
        && round
            >= Math.min(alarmed.isPresent() ? alarmed.getAsInt() + UNTIL_BRAKE : latest, latest);
  }

  private void tell(boolean hasBegun) {
    List<String> brakes = new ArrayList<>();
    for (Brake brake : Brake.values()) {
      double value = backend.brakes().get().value(brake);
      if (value != brakesBefore.value(brake)) {
        brakes.add(
            "%s is at %s"
                .formatted(
                    brake.label(), BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()));
      }
    }
    audience.accept(
        narrator.tell(
            player.run(told, List.of()),
            new Narrator.Turn(hasBegun, alarmed, alarm, braked, brakes),
            recommender.latest()));
  }
}
