package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Where one fault is tried: a broker and instances in processes of their own, ratings that flow,
/// and users who ask the first instance. Afterwards what was learned is compared with what was
/// published.
final class FaultStage implements AutoCloseable {

  private static final int PARTITIONS = 4;
  private static final int PER_SECOND = 200;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration COUNTED = Duration.ofMinutes(2);
  private static final Duration BEFORE = Duration.ofSeconds(3);

  private final Path folder;
  private final Duration lasting;
  private final BrokerProcess broker;
  private final List<ServedEddy> instances = new ArrayList<>();
  private SteadyRatings ratings;
  private FaultProbe probe;
  private IntFunction<ProducerRecord<String, String>> records;
  private long earlier;
  private long beganNs;
  private long endedNs;
  private long rejected;
  private String said = "";

  /// Sets it up; nothing runs but the broker.
  ///
  /// @param folder for all files; it stays
  /// @param lasting how long a fault lasts that somebody has to end
  FaultStage(Path folder, Duration lasting) throws IOException {
    this.folder = folder;
    this.lasting = lasting;
    broker = new BrokerProcess(folder);
    broker.start();
  }

  BrokerProcess broker() {
    return broker;
  }

  /// Returns a new folder.
  Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /// Prepares an instance, and does not start it.
  ServedEddy prepare(String name, Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("stream.partitions", Integer.toString(PARTITIONS));
    ServedEddy eddy = new ServedEddy(folder(name), broker.bootstrapServers(), all);
    instances.add(eddy);
    return eddy;
  }

  /// Starts an instance.
  ServedEddy start(String name) throws IOException {
    ServedEddy eddy = prepare(name, Map.of());
    eddy.start();
    return eddy;
  }

  /// Says that an instance is no more to be counted on.
  void leaveOut(ServedEddy eddy) {
    instances.remove(eddy);
  }

  /// Lets ratings flow and users ask for some seconds before the fault begins.
  void flow() throws InterruptedException {
    flow(PER_SECOND, SteadyRatings::distinct);
  }

  /// Lets such ratings flow.
  void flow(int perSecond, IntFunction<ProducerRecord<String, String>> records)
      throws InterruptedException {
    Await.until(LIMIT, "all partitions are served", this::isServed);
    this.records = records;
    ratings = new SteadyRatings(broker.bootstrapServers(), perSecond, records);
    probe = new FaultProbe(instances.getFirst());
    Thread.sleep(BEFORE);
    Await.until(LIMIT, "ratings are learned", () -> outcomes() > perSecond);
  }

  /// Stops what is written, and waits until all of it is learned.
  void hush() throws InterruptedException {
    probe.holdWrites();
    ebb();
    long written = earlier + probe.written();
    Await.until(LIMIT, "all is learned", () -> outcomes() >= written);
  }

  /// Stops the ratings that flow.
  void ebb() throws InterruptedException {
    ratings.stop();
    earlier += ratings.acknowledged();
  }

  /// Lets users write again.
  void letWrite() {
    probe.letWrite();
  }

  /// Lets ratings flow again after [#ebb], now at the usual rate.
  void flowAgain() {
    int from = Math.toIntExact(earlier);
    ratings =
        new SteadyRatings(broker.bootstrapServers(), PER_SECOND, n -> records.apply(from + n));
  }

  /// Waits until so many ratings are learned.
  void awaitLearned(long count) throws InterruptedException {
    Await.until(LIMIT, count + " ratings are learned", () -> outcomes() >= count);
  }

  /// The fault begins now.
  void begins() {
    beganNs = System.nanoTime();
  }

  /// Waits as long as the fault lasts.
  void lasts() throws InterruptedException {
    Thread.sleep(lasting);
  }

  /// The fault ends now.
  void ends() {
    endedNs = System.nanoTime();
  }

  /// Waits until an instance is ready.
  void awaitReady(ServedEddy eddy) throws InterruptedException {
    Await.until(LIMIT, "the instance is ready", () -> isUp(eddy));
  }

  /// Waits until an instance has ended by itself, and notes what it said last.
  void awaitEnd(ServedEddy eddy) throws IOException, InterruptedException {
    Await.until(LIMIT, "the instance has ended", () -> !eddy.isAlive());
    note("it ended with exit code %d: %s".formatted(eddy.exitCode(), eddy.lastWords()));
  }

  /// Notes something that an instance said.
  void note(String what) {
    said = what;
  }

  /// Says that so many more records must be rejected.
  void reject(long records) {
    rejected += records;
  }

  /// Waits until all is well again: every partition is served, and what was published up to half a
  /// second after the end of the fault has had its outcome. Then counts.
  ///
  /// @param how it healed
  ObjectNode healed(String how) throws IOException, InterruptedException {
    long published = earlier + ratings.acknowledged() + PER_SECOND / 2 + rejected;
    Await.until(
        LIMIT,
        "all is served, and " + published + " records have an outcome",
        () -> isServed() && outcomes() >= published);
    double seconds = seconds(endedNs, System.nanoTime());
    ratings.stop();
    probe.stop();
    ObjectNode report = new JsonMapper().createObjectNode();
    ObjectNode seen = report.putObject("user_sees");
    probe.seen().forEach(seen::put);
    report.put("requests", probe.requests());
    report.put("failed_requests", probe.failed());
    if (!said.isEmpty()) {
      report.put("instance_says", said);
    }
    count().tell(report);
    report.put("fault_s", seconds(beganNs, endedNs));
    report.put("healed_s", seconds);
    report.put("how", how);
    return report;
  }

  private static double seconds(long fromNs, long toNs) {
    return Math.round((toNs - fromNs) / 1e8) / 10.0;
  }

  /// Returns the counts once they agree, or what they are in the end: partitions may still move, and
  /// items are merged last.
  private FaultCounts count() throws IOException, InterruptedException {
    long endNs = System.nanoTime() + COUNTED.toNanos();
    while (true) {
      try {
        FaultCounts counts = countOnce();
        if (counts.isExact() || System.nanoTime() > endNs) {
          return counts;
        }
      } catch (IOException e) { // a partition moves just now
        if (System.nanoTime() > endNs) {
          throw e;
        }
      }
      Thread.sleep(500);
    }
  }

  private FaultCounts countOnce() throws IOException, InterruptedException {
    long users = 0;
    for (ServedEddy eddy : instances) {
      users += eddy.userCountSum();
    }
    ServedEddy first = instances.getFirst();
    return new FaultCounts(
        earlier + ratings.acknowledged(),
        probe.written(),
        probe.attempted(),
        first.ratingsOf(FaultProbe.WRITER),
        sum("new"),
        users,
        first.itemCountSum(),
        rejected,
        sum("rejected"));
  }

  private boolean isServed() throws InterruptedException {
    int partitions = 0;
    for (ServedEddy eddy : instances) {
      if (!isUp(eddy)) {
        return false;
      }
      partitions += eddy.partitions();
    }
    return partitions == PARTITIONS;
  }

  /// Returns whether an instance that is waited for is ready.
  private static boolean isUp(ServedEddy eddy) throws InterruptedException {
    if (!eddy.isAlive()) {
      throw new CommandFailedException("the instance has ended, and said: " + eddy.err());
    }
    return eddy.isReady();
  }

  private long outcomes() throws InterruptedException {
    return sum("new") + sum("rejected") + sum("ignored");
  }

  private long sum(String outcome) throws InterruptedException {
    long sum = 0;
    for (ServedEddy eddy : instances) {
      sum += eddy.outcome(outcome);
    }
    return sum;
  }

  @Override
  public void close() {
    if (probe != null) {
      probe.close();
    }
    if (ratings != null) {
      ratings.close();
    }
    instances.forEach(ServedEddy::close);
    broker.close();
  }
}
