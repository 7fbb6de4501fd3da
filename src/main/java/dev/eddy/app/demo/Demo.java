package dev.eddy.app.demo;

import dev.eddy.app.instance.FreeSpace;
import dev.eddy.app.instance.Instance;
import dev.eddy.app.instance.Shutdown;
import dev.eddy.app.settings.Settings;
import dev.eddy.eval.RatingScale;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;

/// What a demo runs on, from the first broker thread to the last: an embedded broker and an
/// instance.
public final class Demo implements AutoCloseable {

  static final long POLL_MS = 100;

  private final Path folder;
  private final boolean temporary;
  private final DemoBroker kafka;
  private final Settings settings;
  private final Instance instance;
  private final CountDownLatch stop = new CountDownLatch(1);
  private boolean closed;

  /// Makes the settings once the broker's address is known.
  public interface SettingsMaker {
    Settings make(RatingScale scale, Path stateDir, String bootstrapServers);
  }

  /// Starts the broker and the server; [#start] starts the stream.
  ///
  /// @param scale of what will be rated
  /// @param temporary whether the folder is to be removed at the end
  public Demo(RatingScale scale, Path folder, boolean temporary, SettingsMaker maker)
      throws IOException {
    this(scale, folder, temporary, maker, Clock.systemUTC());
  }

  /// Starts the broker and the server, as of a world with a clock of its own.
  ///
  /// @param shown the clock by which lists are dated that are shown
  public Demo(RatingScale scale, Path folder, boolean temporary, SettingsMaker maker, Clock shown)
      throws IOException {
    this.folder = folder.toAbsolutePath();
    this.temporary = temporary;
    DemoBroker broker = null;
    try {
      FreeSpace.check(this.folder, "--data");
      // The settings are read first with a stand-in, so that a bad one is told before a broker
      // starts.
      maker.make(scale, folder.resolve("state"), "127.0.0.1:0");
      broker = BrokerJars.start(this.folder.resolve("kafka"));
      settings = maker.make(scale, this.folder.resolve("state"), broker.bootstrapServers());
      instance = new Instance(settings, shown);
      kafka = broker;
    } catch (RuntimeException e) {
      if (broker != null) {
        broker.close();
      }
      removeTemporary();
      throw e;
    }
    instance.onFailure(stop::countDown);
    Shutdown.onSignal(
        () -> {
          stop.countDown();
          closeQuietly();
        });
  }

  /// Starts the stream, and waits until the instance is ready, or is to stop.
  ///
  /// @param what is about to be played
  void start(String what) throws InterruptedException {
    say("Kafka runs at %s and keeps its log in %s".formatted(kafka.bootstrapServers(), folder));
    say("Console and API: %s/, operations: %s/".formatted(address(), operationsAddress()));
    instance.start();
    say(what);
    while (!isStopping() && !instance.engine().readiness().isReady()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  /// Serves until stopped.
  void awaitStop() throws InterruptedException {
    say("Press Ctrl-C to stop.");
    stop.await();
    instance.throwIfFailed();
  }

  /// Returns whether the demo is to end.
  boolean isStopping() {
    return stop.getCount() == 0;
  }

  Instance instance() {
    return instance;
  }

  /// Returns what the instance goes by.
  public Settings settings() {
    return settings;
  }

  /// Returns where applications ask.
  String address() {
    return "%s://%s:%d".formatted(instance.scheme(), settings.serve().host(), instance.port());
  }

  /// Returns where operators ask; the console has all of its levers there.
  String operationsAddress() {
    return "%s://%s:%d"
        .formatted(instance.scheme(), settings.serve().host(), instance.operationsPort());
  }

  static void say(String line) {
    System.err.println(line);
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      say("eddy: " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    instance.close();
    kafka.close();
    removeTemporary();
  }

  private void removeTemporary() throws IOException {
    if (temporary) {
      Utils.delete(folder.toFile());
    }
  }
}
