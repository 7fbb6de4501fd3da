package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.instance.Instance;
import dev.eddy.app.instance.LiveAccuracy;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.stream.record.Outcome;
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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures ratings a second through everything: JSON in, validation, learning, rows, histories,
/// deltas, merging, the index and the scores, with the shipped settings and the broker on the
/// same machine. Beside it, on the same topic, two plain topologies with the same partitions,
/// threads and commit interval: one that reads and writes a row of the same size for each event
/// through RocksDB with Kafka Streams' record cache in front and learns nothing, and one that
/// does nothing at all.
///
/// All events lie in the topic before a run begins. The clock of a run starts with the first event
/// that is seen and stops with the last commit; for Eddy that includes that the merged counts in
/// the index equal the ratings that were new. Beside the rate of each it is told what an event
/// costs: processor time of this process and of the broker, from before the topology is made until
/// it has closed, bytes allocated, and bytes written to Kafka beside the ratings, by topic.
@Command(
    name = "pipeline",
    description = "Measures ratings a second through everything, beside plain topologies.",
    mixinStandardHelpOptions = true)
final class PipelineMeasurement implements Callable<Integer> {

  /// In event time: so that one user's ratings are mostly of different moments, as in a real
  /// stream of this size.
  private static final long APART_MS = 1000;

  private static final Duration LIMIT = Duration.ofMinutes(15);

  @Option(names = "--events", defaultValue = "1000000", paramLabel = "N")
  private int events;

  @Option(
      names = "--runs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Of each topology, in turns; medians are reported.")
  private int runs;

  @Option(names = "--users", defaultValue = "100000", paramLabel = "N")
  private int users;

  @Option(names = "--items", defaultValue = "20000", paramLabel = "N")
  private int items;

  @Option(names = "--partitions", defaultValue = "4", paramLabel = "N")
  private int partitions;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of Eddy, as in the configuration.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--against",
      paramLabel = "KEY=VALUE",
      description =
          "Instead of plain topologies Eddy itself with this setting as well, in pairs whose order"
              + " alternates.")
  private Map<String, String> against = Map.of();

  @Option(names = "--alone", description = "Runs Eddy alone, without plain topologies.")
  private boolean alone;

  private Path folder;
  private BrokerProcess broker;

  /// Of the last run, of ratings predicted before they were learned.
  private double rmse;
  private String bootstrapServers;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PipelineMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (events < 1000 || events > 50_000_000 || runs < 1 || runs > 20 || partitions < 1) {
      throw new UsageException(
          "--events must be 1000 to 50000000, --runs 1 to 20, --partitions 1 or more");
    }
    if (users < 1 || items < 1) {
      throw new UsageException("--users and --items must be 1 or more");
    }
    folder = Files.createTempDirectory("eddy-pipeline");
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("events", events);
    report.put("partitions", partitions);
    try (BrokerProcess started = new BrokerProcess(folder)) {
      broker = started;
      broker.start();
      bootstrapServers = broker.bootstrapServers();
      publish();
      if (alone) {
        alone(report);
      } else if (against.isEmpty()) {
        besidePlainTopologies(report);
      } else {
        inPairs(report);
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    System.out.println(report);
    return 0;
  }

  private void alone(ObjectNode report) throws InterruptedException {
    List<Double> eddy = new ArrayList<>();
    List<Cost> costs = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      int number = run;
      costs.add(Cost.of(broker, events, () -> eddy.add(eddy(number, Map.of()))));
      System.err.printf(
          "run %d of %d: Eddy %.0f/s (%s)%n", run, runs, eddy.getLast(), costs.getLast());
    }
    report.put("events_per_s", Math.round(Medians.of(eddy)));
    Cost.report(costs, "", report);
    report.put("rmse", rmse);
    KafkaBytes.report(bootstrapServers, events, settings(runs, Map.of()), report);
  }

  private void besidePlainTopologies(ObjectNode report) throws InterruptedException {
    List<Double> eddy = new ArrayList<>();
    List<Double> reference = new ArrayList<>();
    List<Double> empty = new ArrayList<>();
    List<Cost> costs = new ArrayList<>();
    List<Cost> referenceCosts = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      int number = run;
      empty.add(plain("empty-" + run, false));
      referenceCosts.add(
          Cost.of(broker, events, () -> reference.add(plain("reference-" + number, true))));
      costs.add(Cost.of(broker, events, () -> eddy.add(eddy(number, Map.of()))));
      System.err.printf(
          "run %d of %d: Eddy %.0f/s (%s), reference %.0f/s (%s), empty topology %.0f/s%n",
          run,
          runs,
          eddy.getLast(),
          costs.getLast(),
          reference.getLast(),
          referenceCosts.getLast(),
          empty.getLast());
    }
    report.put("events_per_s", Math.round(Medians.of(eddy)));
    report.put("reference_events_per_s", Math.round(Medians.of(reference)));
    report.put("ratio", Medians.ratio(eddy, reference));
    report.put("empty_topology_events_per_s", Math.round(Medians.of(empty)));
    Cost.report(costs, "", report);
    Cost.report(referenceCosts, "reference_", report);
    report.put("rmse", rmse);
    KafkaBytes.report(bootstrapServers, events, settings(runs, Map.of()), report);
  }

  /// Beside the rates the processor time of the runs is compared, which a noisy neighbour changes
  /// less. Of five pairs the least and the greatest ratio hold the true median between them with a
  /// probability of 15/16, whatever the ratios' distribution.
  private void inPairs(ObjectNode report) throws InterruptedException {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    warmUp();
    for (int pair = 1; pair <= runs; pair++) {
      boolean first = pair % 2 == 1;
      Map<String, String> one = first ? Map.of() : against;
      Map<String, String> other = first ? against : Map.of();
      Duration startCpu = cpu();
      double oneRate = eddy(2 * pair - 1, one);
      Duration betweenCpu = cpu();
      double otherRate = eddy(2 * pair, other);
      double cpuRatio =
          (double) betweenCpu.minus(startCpu).toMillis() / cpu().minus(betweenCpu).toMillis();
      with.add(first ? oneRate : otherRate);
      without.add(first ? otherRate : oneRate);
      ratios.add(with.getLast() / without.getLast());
      costs.add(first ? cpuRatio : 1 / cpuRatio);
      System.err.printf(
          "pair %d of %d: %.0f/s, with %s %.0f/s, ratio %.3f, of processor time %.3f%n",
          pair,
          runs,
          with.getLast(),
          against,
          without.getLast(),
          ratios.getLast(),
          costs.getLast());
    }
    report.put("against", against.toString());
    report.put("pairs", runs);
    report.put("events_per_s", Math.round(Medians.of(with)));
    report.put("against_events_per_s", Math.round(Medians.of(without)));
    report.put("ratio", Medians.of(ratios));
    report.put("ratio_min", ratios.stream().min(Double::compare).orElseThrow());
    report.put("ratio_max", ratios.stream().max(Double::compare).orElseThrow());
    report.put("cpu_ratio", Medians.of(costs));
    report.put("cpu_ratio_min", costs.stream().min(Double::compare).orElseThrow());
    report.put("cpu_ratio_max", costs.stream().max(Double::compare).orElseThrow());
  }

  /// Runs each once uncounted: the first run is spent on compilers.
  private void warmUp() throws InterruptedException {
    eddy(2 * runs + 1, Map.of());
    eddy(2 * runs + 2, against);
  }

  /// Returns the processor time of this process so far, Eddy's and its producer's.
  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Creates the topic as Eddy would, and fills it.
  private void publish() throws InterruptedException, ExecutionException {
    RatingsTopic.create(bootstrapServers, partitions);
    SplittableRandom random = new SplittableRandom(1);
    try (EventPublisher publisher =
        new EventPublisher(bootstrapServers, settings(1, Map.of()).stream().names(), Map.of())) {
      for (int n = 0; n < events; n++) {
        publisher.publish(rating(random, n));
      }
      publisher.flush();
    }
    System.err.printf("%d ratings are published%n", events);
  }

  private Rating rating(SplittableRandom random, int n) {
    int user = random.nextInt(users);
    int item = (int) (items * Math.pow(random.nextDouble(), 3));
    double liked = 5.5 + Math.sin(user) + Math.sin(item) + Math.sin(user * (double) item);
    double rating = Math.clamp(Math.rint(liked + random.nextGaussian()), 1, 10) / 2;
    return Rating.of("u" + user, "m" + item, rating, 1_500_000_000_000L + n * APART_MS);
  }

  private Settings settings(int run, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(settings);
    values.putAll(more);
    values.put("stream.bootstrap-servers", bootstrapServers);
    values.put("stream.partitions", Integer.toString(partitions));
    values.put("stream.generation", Integer.toString(run));
    values.put("stream.state-dir", folder.resolve("eddy-" + run).toString());
    values.put("serve.port", "0");
    values.put("serve.operations-port", "0");
    return new SettingsLoader(Map.of()).load(Map.of(), null, values);
  }

  private double eddy(int run, Map<String, String> more) throws InterruptedException {
    Settings of = settings(run, more);
    try (Instance instance = new Instance(of)) {
      instance.start();
      CommittedOffsets committed =
          new CommittedOffsets(bootstrapServers, of.stream().names().applicationId(), "ratings");
      try (committed) {
        Await.until(LIMIT, "the first rating is learned", () -> seen(instance) > 0);
        long startNs = System.nanoTime();
        long before = seen(instance);
        Await.until(
            LIMIT,
            "all ratings are learned and merged",
            () ->
                seen(instance) == events
                    && instance.engine().index().countSum()
                        == instance.engine().tasks().sum(task -> task.count(Outcome.NEW))
                    && committed.sum() == events);
        rmse = LiveAccuracy.of(instance.engine()).rmse();
        return (events - before) / seconds(startNs);
      }
    }
  }

  private static long seen(Instance instance) {
    long seen = 0;
    for (Outcome outcome : Outcome.values()) {
      seen += instance.engine().tasks().sum(task -> task.count(outcome));
    }
    return seen;
  }

  private double plain(String name, boolean withRows) throws InterruptedException {
    Settings of = settings(1, Map.of());
    try (PlainTopology topology =
            new PlainTopology(bootstrapServers, name, folder.resolve(name), of.stream(), withRows);
        CommittedOffsets committed = new CommittedOffsets(bootstrapServers, name, "ratings")) {
      Await.until(LIMIT, "the first event is seen", () -> topology.seen() > 0);
      long startNs = System.nanoTime();
      long before = topology.seen();
      Await.until(LIMIT, "all events are committed", () -> committed.sum() == events);
      return (events - before) / seconds(startNs);
    }
  }

  private static double seconds(long sinceNs) {
    return (System.nanoTime() - sinceNs) / 1e9;
  }
}
