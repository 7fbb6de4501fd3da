package dev.eddy.app;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Kills real processes while ratings flow: one of two instances, which hold standby replicas for
/// each other, or the broker, at random moments; each is started again at once. At the end every
/// record that Kafka acknowledged must have had one outcome, and the counts of users and of items
/// must both equal the ratings that were accepted.
///
/// Recovery is the time from a kill until both instances are ready, every partition is learned
/// and all records published before the kill and half a second after it have had their outcome.
@Command(
    name = "chaos",
    description = "Kills instances and the broker while ratings flow, and counts.",
    mixinStandardHelpOptions = true)
final class ChaosMeasurement implements Callable<Integer> {

  private static final int BAD_EVERY = 97;
  private static final int PARTITIONS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Option(names = "--kills", defaultValue = "20", paramLabel = "N")
  private int kills;

  @Option(names = "--rate", defaultValue = "1000", paramLabel = "N", description = "Records/s.")
  private int rate;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "SEED")
  private long seed;

  private Path folder;
  private BrokerProcess broker;
  private final List<ServedEddy> instances = new ArrayList<>();

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ChaosMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kills < 1 || kills > 100 || rate < 1 || rate > 5_000) {
      throw new UsageException("--kills must be 1 to 100, --rate 1 to 5000");
    }
    System.err.println("seed " + seed);
    folder = Files.createTempDirectory("eddy-chaos");
    broker = new BrokerProcess(folder);
    String bootstrapServers = broker.bootstrapServers();
    try {
      broker.start();
      for (int n = 0; n < 2; n++) {
        ServedEddy eddy =
            new ServedEddy(
                Files.createDirectory(folder.resolve("instance" + n)),
                bootstrapServers,
                Map.of(
                    "stream.partitions",
                    Integer.toString(PARTITIONS),
                    "kafka.num.standby.replicas",
                    "1"));
        instances.add(eddy);
        eddy.start();
      }
      awaitLearned(0);
      try (SteadyRatings ratings =
          new SteadyRatings(bootstrapServers, rate, ChaosMeasurement::record)) {
        List<Double> recoveries = kill(ratings);
        ratings.stop();
        awaitLearned(ratings.acknowledged());
        return report(ratings, recoveries);
      }
    } finally {
      instances.forEach(ServedEddy::close);
      broker.close();
      System.err.println("what the processes said is in " + folder);
    }
  }

  /// Returns how many seconds each recovery took.
  private List<Double> kill(SteadyRatings ratings) throws IOException, InterruptedException {
    List<Double> recoveries = new ArrayList<>();
    Random random = new Random(seed);
    for (int kill = 1; kill <= kills; kill++) {
      Thread.sleep(1_000 + random.nextInt(4_000));
      long before = ratings.acknowledged();
      int victim = random.nextInt(3);
      long startNs = System.nanoTime();
      if (victim < instances.size()) {
        instances.get(victim).kill();
        instances.get(victim).start();
      } else {
        broker.kill();
        broker.start();
      }
      awaitLearned(before + rate / 2);
      recoveries.add((System.nanoTime() - startNs) / 1e9);
      System.err.printf(
          "kill %d of %d, %s: recovered in %.1f s, %d records so far%n",
          kill,
          kills,
          victim < instances.size() ? "instance " + victim : "the broker",
          recoveries.getLast(),
          ratings.acknowledged());
    }
    return recoveries;
  }

  private int report(SteadyRatings ratings, List<Double> recoveries)
      throws IOException, InterruptedException {
    long users = 0;
    for (ServedEddy instance : instances) {
      users += instance.userCountSum();
    }
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("kills", kills);
    report.put("published", ratings.acknowledged());
    report.put("accepted", sum("new"));
    report.put("rejected", sum("rejected"));
    report.put("duplicates", sum("ignored"));
    report.put("user_count_sum", users);
    report.put("item_count_sum", awaitItems(sum("new")));
    Collections.sort(recoveries);
    report.put("median_recovery_s", recoveries.get(recoveries.size() / 2));
    report.put("max_recovery_s", recoveries.getLast());
    report.put("unacknowledged", ratings.unacknowledged());
    System.out.println(report);
    long bad = (ratings.sent() + BAD_EVERY - 1) / BAD_EVERY;
    boolean exact =
        ratings.unacknowledged() == 0
            && report.get("published").asLong() == sum("new") + sum("rejected")
            && sum("rejected") == bad
            && users == sum("new")
            && report.get("item_count_sum").asLong() == sum("new");
    if (!exact) {
      System.err.println("the counts do not agree");
    }
    return exact ? 0 : 1;
  }

  /// Returns the sum of the items' counts, once it is what it should be, or what it is in the
  /// end.
  private long awaitItems(long expected) throws IOException, InterruptedException {
    long endNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    long items = instances.getFirst().itemCountSum();
    while (items != expected && System.nanoTime() < endNs) {
      Thread.sleep(500);
      items = instances.getFirst().itemCountSum();
    }
    return items;
  }

  private void awaitLearned(long records) throws InterruptedException {
    long endNs = System.nanoTime() + LIMIT.toNanos();
    while (!isLearned(records)) {
      if (System.nanoTime() > endNs) {
        throw new CommandFailedException(
            "%d of %d records have an outcome after %d s, and that is all; see %s"
                .formatted(outcomes(), records, LIMIT.toSeconds(), folder));
      }
      Thread.sleep(200);
    }
  }

  private boolean isLearned(long records) throws InterruptedException {
    int partitions = 0;
    for (ServedEddy instance : instances) {
      if (!instance.isReady()) {
        return false;
      }
      partitions += instance.partitions();
    }
    return partitions == PARTITIONS && outcomes() >= records;
  }

  private long outcomes() throws InterruptedException {
    return sum("new") + sum("rejected") + sum("ignored");
  }

  private long sum(String outcome) throws InterruptedException {
    long sum = 0;
    for (ServedEddy instance : instances) {
      sum += instance.outcome(outcome);
    }
    return sum;
  }

  private static ProducerRecord<String, String> record(int n) {
    ProducerRecord<String, String> rating = SteadyRatings.distinct(n);
    return n % BAD_EVERY == 0
        ? new ProducerRecord<>("ratings", rating.key(), rating.value().substring(0, 20))
        : rating;
  }
}
