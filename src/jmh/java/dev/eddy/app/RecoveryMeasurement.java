package dev.eddy.app;

import dev.eddy.app.settings.UsageException;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how long it takes until every partition is served again: after a clean stop, after a
/// kill that leaves nothing but the changelogs, when an instance joins or leaves under load, and
/// when a standby takes over from an owner that was killed under load. Instances and broker are
/// processes of their own.
@Command(
    name = "recovery",
    description = "Measures the seconds until all is served again after starts, stops and kills.",
    mixinStandardHelpOptions = true)
final class RecoveryMeasurement implements Callable<Integer> {

  private static final int PARTITIONS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /// A standby that has just joined restores first; a takeover before that is a restore.
  private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

  @Option(names = "--users", defaultValue = "162000", paramLabel = "N")
  private int users;

  @Option(names = "--items", defaultValue = "59000", paramLabel = "N")
  private int items;

  @Option(names = "--ratings", defaultValue = "600000", paramLabel = "N")
  private int ratings;

  @Option(names = "--rate", defaultValue = "500", paramLabel = "N", description = "Load/s.")
  private int rate;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the instances, as in the configuration.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--alone",
      description = "Starts and stops one instance, and leaves out those that join and leave.")
  private boolean alone;

  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile boolean stop;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RecoveryMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--users", users, 1_000_000);
    check("--items", items, 1_000_000);
    check("--ratings", ratings, 10_000_000);
    check("--rate", rate, 20_000);
    if (ratings < Math.max(users, items)) {
      throw new UsageException("--ratings must be as many as --users and --items, so that all exist");
    }
    Path folder = Files.createTempDirectory("eddy-recovery");
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      Map<String, String> single = new LinkedHashMap<>(settings);
      single.put("stream.partitions", Integer.toString(PARTITIONS));
      Map<String, String> paired = new LinkedHashMap<>(single);
      paired.put("kafka.num.standby.replicas", "1");
      try (ServedEddy one = instance(folder, "one", broker, single)) {
        one.start();
        fill(broker, one);
        stopAndStart(one);
        one.kill();
        long startNs = System.nanoTime();
        time("changelog_s", one::start, one);
        awaitSolved(one);
        seconds.put("all_solved_s", (System.nanoTime() - startNs) / 1e9);
        System.err.printf("all_solved_s %.1f%n", seconds.get("all_solved_s"));
        one.stop();
      }
      if (!alone) {
        joinAndLeave(folder, broker, paired);
      }
    }
    Utils.delete(folder.toFile());
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("users", users);
    report.put("items", items);
    report.put("ratings", ratings);
    report.put("partitions", PARTITIONS);
    seconds.forEach(report::put);
    System.out.println(report);
    return 0;
  }

  private static void check(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new UsageException(name + " must be 1 to " + max);
    }
  }

  private static ServedEddy instance(
      Path folder, String name, BrokerProcess broker, Map<String, String> of) throws IOException {
    Path own = folder.resolve(name);
    Files.createDirectories(own);
    return new ServedEddy(own, broker.bootstrapServers(), of);
  }

  /// Gives every user and every item a rating, and the rest to items by the cube of a uniform
  /// number.
  private void fill(BrokerProcess broker, ServedEddy one) throws InterruptedException {
    awaitServed(one);
    SplittableRandom random = new SplittableRandom(1);
    try (Producer<String, String> producer = producer(broker)) {
      for (int n = 0; n < ratings; n++) {
        send(producer, n % users, n < items ? n : popular(random), n);
      }
    }
    Await.until(LIMIT, "all ratings are learned", () -> one.outcomes() >= acknowledged.get());
    System.err.printf("%d ratings are learned%n", acknowledged.get());
    Thread.sleep(SETTLED);
  }

  private int popular(SplittableRandom random) {
    return (int) (items * Math.pow(random.nextDouble(), 3));
  }

  private void send(Producer<String, String> producer, int user, int item, int n) {
    String value =
        "{\"userId\":\"u%d\",\"itemId\":\"i%d\",\"rating\":%d,\"timestamp\":%d}"
            .formatted(user, item, 1 + (user * 31 + item) % 5, 1_700_000_000_000L + n);
    var _ = producer.send(
        new ProducerRecord<>("ratings", "u" + user, value),
        (metadata, e) -> acknowledged.addAndGet(e == null ? 1 : 0));
  }

  private static Producer<String, String> producer(BrokerProcess broker) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
            ProducerConfig.LINGER_MS_CONFIG, 5),
        new StringSerializer(),
        new StringSerializer());
  }

  private void stopAndStart(ServedEddy one) throws IOException, InterruptedException {
    time("clean_stop_s", one::stop);
    time("clean_start_s", one::start, one);
    Thread.sleep(SETTLED);
  }

  private void joinAndLeave(Path folder, BrokerProcess broker, Map<String, String> paired)
      throws IOException, InterruptedException {
    try (ServedEddy one = instance(folder, "one", broker, paired);
        ServedEddy two = instance(folder, "two", broker, paired)) {
      one.start();
      awaitServed(one);
      Thread load = Thread.ofPlatform().start(() -> load(broker));
      try {
        time("join_s", two::start, one, two);
        Thread.sleep(CAUGHT_UP);
        time("leave_s", two::stop, one);
        two.start();
        awaitServed(one, two);
        Thread.sleep(CAUGHT_UP);
        time("standby_s", one::kill, two);
      } finally {
        stop = true;
        load.join();
      }
    }
  }

  private void load(BrokerProcess broker) {
    SplittableRandom random = new SplittableRandom(2);
    long startNs = System.nanoTime();
    try (Producer<String, String> producer = producer(broker)) {
      for (int n = 0; !stop; n++) {
        send(producer, random.nextInt(users), popular(random), ratings + n);
        long dueNs = startNs + n * 1_000_000_000L / rate;
        if (dueNs > System.nanoTime()) {
          Thread.sleep(Duration.ofNanos(dueNs - System.nanoTime()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitSolved(ServedEddy one) throws InterruptedException {
    Await.until(
        LIMIT,
        "all users are solved",
        () -> {
          try {
            return one.solvedShare("u1") == 1;
          } catch (IOException e) {
            return false; // it does not answer in time yet
          }
        });
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /// Takes the time from the beginning of a step until every partition is served by these
  /// instances, each of which has some; with no instance, until the step is done.
  private void time(String name, Step step, ServedEddy... running)
      throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    step.run();
    if (running.length > 0) {
      awaitServed(running);
    }
    seconds.put(name, (System.nanoTime() - startNs) / 1e9);
    System.err.printf("%s %.1f%n", name, seconds.get(name));
  }

  private static void awaitServed(ServedEddy... running) throws InterruptedException {
    List<ServedEddy> all = Arrays.asList(running);
    Await.until(
        LIMIT,
        "all partitions are served",
        () -> {
          int partitions = 0;
          for (ServedEddy eddy : all) {
            int own = eddy.isReady() ? eddy.partitions() : 0;
            if (own == 0) {
              return false;
            }
            partitions += own;
          }
          return partitions == PARTITIONS;
        });
  }
}
