package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Snapshots;
import dev.eddy.snapshot.Manifest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Snapshots in the background.
class LiveSnapshotsTest {

  private static final Optional<Path> FOLDER = Optional.of(Path.of("all"));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T10:00:00Z"), ZoneOffset.UTC);

  private final CountDownLatch go = new CountDownLatch(1);

  private static Manifest manifest() {
    return new Manifest(
        Manifest.FORMAT,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  private LiveSnapshots snapshots(LiveSnapshots.Taking taking) {
    return new LiveSnapshots(FOLDER, taking, CLOCK);
  }

  private Manifest slowly() {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return manifest();
  }

  @Test
  void shouldMakeOneAtATime() {
    LiveSnapshots snapshots =
        snapshots(
            (place, steps) -> {
              steps.at("records read", 3, 7);
              return slowly();
            });
    Snapshots.Snapshot first = snapshots.start();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.folder()).isEqualTo(Path.of("all", "snapshot-20261130-100000-000").toString());
    await().until(() -> snapshots.find(1).orElseThrow().done() == 3);
    assertThat(snapshots.find(1).orElseThrow().state()).isEqualTo(Snapshots.State.RUNNING);
    assertThatThrownBy(snapshots::start)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("snapshot 1 is being made");
    go.countDown();
    await()
        .untilAsserted(
            () ->
                assertThat(snapshots.find(1).orElseThrow())
                    .isEqualTo(
                        new Snapshots.Snapshot(
                            1, first.folder(), Snapshots.State.DONE, "records read", 3, 7, null)));
    assertThat(snapshots.start().number()).isEqualTo(2);
    assertThat(snapshots.find(3)).isEmpty();
  }

  @Test
  void shouldTellWhyOneFailedAndMakeTheNext() {
    LiveSnapshots snapshots =
        snapshots(
            (place, steps) -> {
              throw new CommandFailedException("Kafka is away");
            });
    snapshots.start();
    await().until(() -> snapshots.find(1).orElseThrow().state() == Snapshots.State.FAILED);
    assertThat(snapshots.find(1).orElseThrow().problem()).isEqualTo("Kafka is away");
    assertThat(snapshots.start().number()).isEqualTo(2);
  }

  @Test
  void shouldMakeTheNextAfterAnErrorAndLetTheErrorBeSeen() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    LiveSnapshots snapshots =
        snapshots(
            (place, steps) -> {
              Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> seen.set(e));
              throw new OutOfMemoryError("too large");
            });
    snapshots.start();
    await().until(() -> seen.get() != null);
    assertThat(seen.get()).isInstanceOf(OutOfMemoryError.class);
    assertThat(snapshots.find(1).orElseThrow().state()).isEqualTo(Snapshots.State.FAILED);
    assertThat(snapshots.find(1).orElseThrow().problem()).contains("too large");
    assertThat(snapshots.start().number()).isEqualTo(2);
  }

  @Test
  void shouldGiveUpWhenTheInstanceStops() {
    CountDownLatch begun = new CountDownLatch(1);
    LiveSnapshots snapshots =
        snapshots(
            (place, steps) -> {
              begun.countDown();
              try {
                go.await();
                return manifest();
              } catch (InterruptedException e) {
                throw new CommandFailedException("interrupted", e);
              }
            });
    snapshots.close();
    snapshots.start();
    await().until(() -> begun.getCount() == 0);
    snapshots.close();
    assertThat(snapshots.find(1).orElseThrow().problem()).isEqualTo("interrupted");
  }

  @Test
  void shouldMakeNoneWithoutAFolder() {
    LiveSnapshots snapshots =
        new LiveSnapshots(Optional.empty(), (place, steps) -> manifest(), CLOCK);
    assertThatThrownBy(snapshots::start)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("snapshot.dir");
  }
}
