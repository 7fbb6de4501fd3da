package dev.eddy.app;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.replay.Progress;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotFolder;
import dev.eddy.stream.record.TopicNames;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures an export of a deployment that learns as fast as it can: one instance, the export and
/// the broker are processes of their own. There is always a backlog of ratings, before the export
/// and during it, so what the export takes away shows.
@Command(
    name = "export",
    description = "Measures an export under full load: seconds, size, memory, loss of throughput.",
    mixinStandardHelpOptions = true)
final class ExportMeasurement implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(60);
  private static final int MAX_BACKLOG = 100_000;
  private static final int AT_ONCE = 2_000;
  private static final int POLL_MS = 50;
  private static final long START_MS = 1_700_000_000_000L;

  @Option(names = "--ratings", defaultValue = "2500000", paramLabel = "N")
  private long ratings;

  @Option(names = "--users", defaultValue = "30000", paramLabel = "N")
  private int users;

  @Option(names = "--items", defaultValue = "10000", paramLabel = "N")
  private int items;

  @Option(
      names = "--before",
      defaultValue = "20",
      paramLabel = "SECONDS",
      description = "How long the throughput is measured before the export.")
  private int beforeS;

  @Option(
      names = "--heap",
      defaultValue = "1g",
      paramLabel = "SIZE",
      description = "Largest heap of the export; eddy has 1g.")
  private String heap;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  private final SplittableRandom random = new SplittableRandom(2);
  private long published;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ExportMeasurement()).execute(arguments));
  }

  /// How many ratings were learned, and how long that took.
  private record Learned(long ratings, double seconds) {
    double perSecond() {
      return ratings / seconds;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (ratings < 1_000 || ratings > 100_000_000 || beforeS < 1 || beforeS > 600) {
      throw new UsageException("--ratings must be 1000 to 100000000, --before 1 to 600");
    }
    Path folder = Files.createTempDirectory("eddy-export");
    Map<String, String> values = new HashMap<>(Map.of("stream.partitions", "2"));
    values.putAll(settings);
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      Path own = Files.createDirectory(folder.resolve("eddy"));
      try (ServedEddy eddy = new ServedEddy(own, broker.bootstrapServers(), values);
          EventPublisher publisher =
              new EventPublisher(broker.bootstrapServers(), new TopicNames("", 1), Map.of())) {
        eddy.start();
        Await.until(LIMIT, "the instance is ready", eddy::isReady);
        fill(eddy, publisher);
        values.put("stream.bootstrap-servers", broker.bootstrapServers());
        System.out.println(measure(eddy, publisher, folder, values));
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    return 0;
  }

  private void fill(ServedEddy eddy, EventPublisher publisher) throws InterruptedException {
    new World(new WorldSettings(users, items, ratings, 1))
        .play(
            (rating, expected) -> {
              publisher.publish(rating);
              published++;
              return true;
            });
    publisher.flush();
    Progress progress = new Progress("learned", published);
    Await.until(
        LIMIT,
        "all is learned",
        () -> {
          long learned = eddy.outcomes();
          progress.show(learned, "");
          return learned >= published;
        });
    progress.finish(published, "");
  }

  private ObjectNode measure(
      ServedEddy eddy, EventPublisher publisher, Path folder, Map<String, String> values)
      throws IOException, InterruptedException {
    while (published < ratings + backlog()) {
      publish(publisher);
    }
    long endNs = System.nanoTime() + Duration.ofSeconds(beforeS).toNanos();
    Learned before = learn(eddy, publisher, () -> System.nanoTime() < endNs);
    System.err.printf("%.0f ratings/s are learned before the export%n", before.perSecond());
    Path out = folder.resolve("snapshot");
    File said = folder.resolve("export.txt").toFile();
    Process export = export(out, said, values);
    Learned during;
    try {
      during = learn(eddy, publisher, export::isAlive);
    } finally {
      export.destroy();
    }
    List<String> lines = Files.readAllLines(said.toPath());
    if (export.waitFor() != 0) {
      throw new CommandFailedException("the export failed: " + String.join("\n", lines));
    }
    Manifest manifest = SnapshotFolder.open(out).manifest();
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("ratings", manifest.counts().ratings());
    report.put("users", manifest.counts().users());
    report.put("items", manifest.counts().items());
    report.put("seconds", Math.rint(10 * during.seconds()) / 10);
    report.put(
        "mb", manifest.files().stream().mapToLong(Manifest.FileEntry::bytes).sum() >> 20);
    report.put("throughput_before", Math.round(before.perSecond()));
    report.put("throughput_during", Math.round(during.perSecond()));
    report.put(
        "loss_share", Math.rint(1000 * (1 - during.perSecond() / before.perSecond())) / 1000);
    report.put("peak_heap_mb", Long.parseLong(lines.getLast()));
    return report;
  }

  private Process export(Path out, File said, Map<String, String> values) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseParallelGC"));
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-Xlog:disable"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PeakHeap.class.getName(), "export", "--out", out.toString()));
    values.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said)
        .start();
  }

  /// Keeps a backlog of ratings for as long as it is asked to.
  private Learned learn(ServedEddy eddy, EventPublisher publisher, BooleanSupplier goesOn)
      throws InterruptedException {
    long startNs = System.nanoTime();
    long start = eddy.outcomes();
    long learned = start;
    while (goesOn.getAsBoolean()) {
      if (published - learned < backlog()) {
        publish(publisher);
      } else {
        Thread.sleep(POLL_MS);
      }
      learned = eddy.outcomes();
    }
    return new Learned(eddy.outcomes() - start, (System.nanoTime() - startNs) / 1e9);
  }

  private long backlog() {
    return Math.min(MAX_BACKLOG, ratings);
  }

  private void publish(EventPublisher publisher) {
    for (int n = 0; n < AT_ONCE; n++) {
      int item = (int) (items * Math.pow(random.nextDouble(), 3));
      publisher.publish(
          Rating.of(
              "u" + (1 + random.nextInt(users)),
              "m" + (1 + item),
              1 + random.nextInt(5),
              START_MS + published));
      published++;
    }
    publisher.flush();
  }
}
