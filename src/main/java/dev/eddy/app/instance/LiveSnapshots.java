package dev.eddy.app.instance;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.snapshot.SnapshotTaker;
import dev.eddy.app.snapshot.Steps;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Snapshots;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes snapshots in the background of an instance, one at a time.
final class LiveSnapshots implements Snapshots, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSnapshots.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'snapshot-'yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /// The process has to end in time, whatever a snapshot is at.
  private static final Duration GIVE_UP = Duration.ofSeconds(2);

  private final Optional<Path> folder;
  private final Taking taking;
  private final Clock clock;
  private final Map<Integer, Snapshot> begun = new HashMap<>();

  /// What makes a snapshot now, or made the last one; null before the first.
  private Thread worker;

  private boolean running;

  /// Takes a snapshot.
  @FunctionalInterface
  interface Taking {
    Manifest take(Path folder, Steps steps);
  }

  /// Creates a maker of snapshots of the generation that the settings name.
  LiveSnapshots(Settings settings) {
    this(settings.snapshots(), new SnapshotTaker(settings)::take, Clock.systemUTC());
  }

  /// Creates a maker of snapshots.
  ///
  /// @param folder in which each gets a folder of its own; empty where none may be made
  LiveSnapshots(Optional<Path> folder, Taking taking, Clock clock) {
    this.folder = folder;
    this.taking = taking;
    this.clock = clock;
  }

  @Override
  public synchronized Snapshot start() {
    Path in =
        folder.orElseThrow(
            () ->
                ProblemException.conflict(
                    "snapshot.dir names no folder for snapshots; set it, or use eddy export"));
    if (running) {
      throw ProblemException.conflict(
          "snapshot %d is being made; try again when it is done".formatted(begun.size()));
    }
    int number = begun.size() + 1;
    Path place = in.resolve(NAME.format(clock.instant()));
    Snapshot first = new Snapshot(number, place.toString(), State.RUNNING, null, 0, 0, null);
    begun.put(number, first);
    running = true;
    worker = Thread.ofPlatform().name("eddy-snapshot").daemon().start(() -> take(number, place));
    return first;
  }

  private void take(int number, Path place) {
    LOG.info("Making snapshot {} in {}", number, place);
    try {
      Manifest manifest =
          taking.take(place, (step, done, total) -> show(number, State.RUNNING, step, done, total));
      end(number, State.DONE, null);
      LOG.info("Made snapshot {}: {}", number, manifest.counts());
    } catch (CommandFailedException | SnapshotException e) {
      LOG.error("Snapshot {} failed: {}", number, e.getMessage());
      end(number, State.FAILED, e.getMessage());
    } catch (RuntimeException | Error e) { // whoever asks is to know that nobody works on it
      LOG.error("Snapshot {} failed", number, e);
      end(number, State.FAILED, e.toString());
      if (e instanceof Error) {
        throw e;
      }
    }
  }

  private synchronized void show(int number, State state, String step, long done, long total) {
    Snapshot before = begun.get(number);
    begun.put(number, new Snapshot(number, before.folder(), state, step, done, total, null));
  }

  private synchronized void end(int number, State state, String problem) {
    Snapshot last = begun.get(number);
    begun.put(
        number,
        new Snapshot(
            number, last.folder(), state, last.step(), last.done(), last.total(), problem));
    running = false;
  }

  /// Gives up a snapshot that is being made, which leaves an unfinished folder.
  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      last = worker;
    }
    if (last == null) {
      return;
    }
    last.interrupt();
    try {
      last.join(GIVE_UP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized Optional<Snapshot> find(int number) {
    return Optional.ofNullable(begun.get(number));
  }
}
