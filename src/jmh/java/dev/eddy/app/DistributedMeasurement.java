package dev.eddy.app;

import dev.eddy.app.command.RatingsOption;
import dev.eddy.app.command.ScaleOption;
import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.app.instance.Instance;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.UsageException;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.eval.ListScore;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.item.NaiveMerging;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.stream.Engine;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.record.Outcome;
import dev.eddy.table.DataFileException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/// Measures what partitions and instances cost in accuracy: the ratings of all folds but the first
/// are replayed at full speed through a broker, once on one partition and once on several that
/// several instances share; then the first fold is predicted by users that are solved from what the
/// stream holds, as HTTP does. What was predicted before it was learned is compared as well.
@Command(
    name = "distributed",
    description = "Compares the accuracy of several partitions and instances with that of one.",
    mixinStandardHelpOptions = true)
final class DistributedMeasurement implements Callable<Integer> {

  private static final int FOLDS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final long SETTLED_MS = 3_000;

  @Mixin private RatingsOption ratings;

  @Mixin private ScaleOption scale;

  @Option(names = "--partitions", defaultValue = "8", paramLabel = "N")
  private int partitions;

  @Option(names = "--instances", defaultValue = "2", paramLabel = "N")
  private int instances;

  @Option(
      names = "--rate",
      defaultValue = "max",
      paramLabel = "max|N",
      description = "Ratings a second that are sent; max sends all at once.")
  private String rate;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "A random order in place of that of time; the default for files without times.")
  private Long shuffle;

  private record Sample(Rating rating, boolean isTest) {}

  /// One run.
  ///
  /// @param rmse on the test rows
  /// @param prequential of the others, as each was predicted before it was learned
  /// @param ndcg at ten, of what of the test rows is liked, in the lists of users
  /// @param perSecond ratings learned a second, from the first one sent to the last one merged
  private record Run(double rmse, double prequential, double ndcg, double perSecond) {}

  /// 0 for all at once.
  private int perSecond;

  private RatingScale known;
  private List<Sample> samples;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DistributedMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws DataFileException, IOException, InterruptedException {
    if (partitions < 1 || partitions > 64 || instances < 1 || instances > partitions) {
      throw new UsageException(
          "--partitions must be 1 to 64, --instances 1 to as many as there are partitions");
    }
    perSecond = perSecond(rate);
    RatingFile file = ratings.open();
    known = scale.given().isPresent() ? scale.given().get() : RatingScale.of(file);
    samples = read(file);
    Run one = run(1, 1);
    System.err.printf(
        "one partition: RMSE %.4f, prequential %.4f, NDCG@10 %.4f, %.0f ratings/s%n",
        one.rmse, one.prequential, one.ndcg, one.perSecond);
    Run many = run(partitions, instances);
    System.err.printf(
        "%d partitions on %d instances: RMSE %.4f, prequential %.4f, NDCG@10 %.4f,"
            + " %.0f ratings/s%n",
        partitions, instances, many.rmse, many.prequential, many.ndcg, many.perSecond);
    double naive = naive((int) many.perSecond);
    System.err.printf("sums of stale moves: RMSE %.4f%n", naive);
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("rmse_single", one.rmse);
    report.put("rmse_distributed", many.rmse);
    report.put("loss_percent", 100 * (many.rmse / one.rmse - 1));
    report.put("prequential_single", one.prequential);
    report.put("prequential_distributed", many.prequential);
    report.put("prequential_loss_percent", 100 * (many.prequential / one.prequential - 1));
    report.put("ndcg_single", one.ndcg);
    report.put("ndcg_distributed", many.ndcg);
    report.put("ndcg_ratio", many.ndcg / one.ndcg);
    // Sums that diverge have no error; JSON has no number for that.
    report.put(
        "naive_loss_percent", Double.isFinite(naive) ? 100 * (naive / one.rmse - 1) : null);
    report.put("partitions", partitions);
    report.put("instances", instances);
    report.put("single_per_s", Math.round(one.perSecond));
    report.put("distributed_per_s", Math.round(many.perSecond));
    System.out.println(report);
    return 0;
  }

  private static int perSecond(String rate) {
    try {
      int perSecond = rate.equals("max") ? 0 : Integer.parseInt(rate);
      if (perSecond > 0 || rate.equals("max")) {
        return perSecond;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("--rate is '" + rate + "', it must be max or a number", e);
    }
    throw new UsageException("--rate is " + rate + ", it must be max or at least 1");
  }

  private List<Sample> read(RatingFile file) throws DataFileException {
    List<Sample> read = new ArrayList<>();
    file.read(
        new RatingRules(EventSettings.forScale(known.min(), known.max()), Clock.systemUTC()),
        row -> {
          if (row.event() instanceof Rating rating) {
            read.add(new Sample(rating, row.place() % FOLDS == 0));
          }
          return true;
        });
    if (file.hasTimes() && shuffle == null) {
      read.sort(Comparator.comparingLong(sample -> sample.rating.timestampMs()));
      return read;
    }
    Collections.shuffle(read, new Random(shuffle == null ? 1 : shuffle));
    List<Sample> timed = new ArrayList<>();
    for (Sample sample : read) { // a second apart, so that no two look like one session
      timed.add(
          new Sample(
              Rating.of(
                  sample.rating.userId(),
                  sample.rating.itemId(),
                  sample.rating.rating().orElseThrow(),
                  timed.size() * 1000L),
              sample.isTest));
    }
    return timed;
  }

  private Run run(int partitionCount, int instanceCount) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("eddy-distributed");
    List<Instance> running = new ArrayList<>();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      try {
        for (int n = 0; n < instanceCount; n++) {
          Settings settings =
              settings(kafka.bootstrapServers(), partitionCount, folder.resolve("state" + n));
          Instance instance = new Instance(settings);
          running.add(instance);
          instance.start();
        }
        awaitPartitions(running, partitionCount);
        long startNs = System.nanoTime();
        long sent = 0;
        for (Sample sample : samples) {
          if (!sample.isTest) {
            pace(startNs, sent);
            running.getFirst().publisher().publish(sample.rating);
            sent++;
          }
        }
        running.getFirst().publisher().flush();
        awaitMerged(running, sent);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        Thread.sleep(SETTLED_MS); // so that the last published rows are in every index
        return new Run(rmse(running), prequential(running), ndcg(running), sent / seconds);
      } finally {
        running.forEach(Instance::close);
      }
    } finally {
      Utils.delete(folder.toFile());
    }
  }

  /// Waits until a rating is due.
  private void pace(long startNs, long sent) throws InterruptedException {
    if (perSecond > 0) {
      long dueNs = startNs + sent * 1_000_000_000L / perSecond - System.nanoTime();
      if (dueNs > 0) {
        Thread.sleep(Duration.ofNanos(dueNs));
      }
    }
  }

  private static double prequential(List<Instance> running) {
    PrequentialScore.Values sum = new PrequentialScore().values();
    for (Instance instance : running) {
      for (PartitionView task : instance.engine().tasks().all()) {
        sum = sum.plus(task.score());
      }
    }
    return sum.rmse();
  }

  private Settings settings(String bootstrapServers, int partitionCount, Path stateDir) {
    Map<String, String> values = new HashMap<>();
    values.put("stream.bootstrap-servers", bootstrapServers);
    values.put("stream.partitions", Integer.toString(partitionCount));
    values.put("stream.state-dir", stateDir.toString());
    values.put("events.scale-min", Double.toString(known.min()));
    values.put("events.scale-max", Double.toString(known.max()));
    values.put("serve.port", "0");
    values.put("serve.operations-port", "0");
    return new SettingsLoader(Map.of()).load(Map.of(), null, values);
  }

  private static void awaitPartitions(List<Instance> running, int count)
      throws InterruptedException {
    Await.until(
        LIMIT,
        "all partitions have an owner",
        () ->
            running.stream().mapToInt(instance -> instance.engine().tasks().all().size()).sum()
                    == count
                && running.stream().noneMatch(i -> i.engine().tasks().all().isEmpty()));
  }

  private static void awaitMerged(List<Instance> running, long sent) throws InterruptedException {
    Await.until(
        LIMIT,
        "all ratings are learned and merged",
        () -> {
          long seen = 0;
          for (Outcome outcome : Outcome.values()) {
            seen += sum(running, outcome);
          }
          return seen == sent
              && running.stream()
                  .allMatch(i -> i.engine().index().countSum() == sum(running, Outcome.NEW));
        });
  }

  private static long sum(List<Instance> running, Outcome outcome) {
    return running.stream()
        .mapToLong(instance -> instance.engine().tasks().sum(task -> task.count(outcome)))
        .sum();
  }

  private double rmse(List<Instance> running) {
    double squares = 0;
    int n = 0;
    for (Sample sample : samples) {
      if (sample.isTest) {
        squares += square(sample, predict(running, sample));
        n++;
      }
    }
    return Math.sqrt(squares / n);
  }

  private double ndcg(List<Instance> running) {
    double leastLiked = new ChoiceSettings(known.min(), known.max(), 1).leastLiked();
    Map<String, Set<String>> liked = new HashMap<>();
    for (Sample sample : samples) {
      if (sample.isTest && sample.rating.rating().orElseThrow() >= leastLiked) {
        liked
            .computeIfAbsent(sample.rating.userId(), id -> new HashSet<>())
            .add(sample.rating.itemId());
      }
    }
    ListScore score = new ListScore();
    liked.forEach(
        (userId, itemIds) -> {
          Engine engine = owner(running, userId);
          User user = engine.tasks().of(userId).orElseThrow().find(userId);
          if (user != null && engine.lists().isReady()) {
            IntSet wanted = new IntOpenHashSet();
            itemIds.forEach(itemId -> wanted.add(engine.index().find(itemId)));
            score.add(list(engine, userId, user.choices()), wanted);
          }
        });
    return score.values().ndcgAt10();
  }

  private static int[] list(Engine engine, String userId, HistoryView history) {
    TopN best = new TopN(ListScore.LENGTH);
    float[] row = row(engine, userId);
    try (ChoiceLists.Look look = engine.lists().look(history, row, true)) {
      look.best(number -> !history.contains(number), best);
    }
    return best.drain(new float[best.size()]);
  }

  private static Engine owner(List<Instance> running, String userId) {
    return running.stream()
        .map(Instance::engine)
        .filter(engine -> engine.tasks().of(userId).isPresent())
        .findAny()
        .orElseThrow(
            () -> new CommandFailedException("nobody learns the partition of user " + userId));
  }

  private static float[] row(Engine engine, String userId) {
    User user = engine.tasks().of(userId).orElseThrow().find(userId);
    float[] start = engine.newcomers().user(userId);
    return user == null
        ? start
        : new HistorySolver(engine.model(), engine.index()::values)
            .solve(engine.index().shared(), start, user.history().view());
  }

  private static double predict(List<Instance> running, Sample sample) {
    String itemId = sample.rating.itemId();
    Engine engine = owner(running, sample.rating.userId());
    float[] item = engine.index().values(Math.max(0, engine.index().find(itemId)));
    boolean known = engine.index().find(itemId) > 0 && item != null;
    return engine
        .model()
        .predict(
            engine.index().shared(),
            row(engine, sample.rating.userId()),
            known ? item : engine.newcomers().item(itemId));
  }

  private static double square(Sample sample, double predicted) {
    return Math.pow(predicted - sample.rating.rating().orElseThrow(), 2);
  }

  /// Returns the RMSE of partitions that add up their moves at each commit.
  private double naive(int perSecond) {
    Settings settings = settings("none:0", partitions, Path.of("none"));
    Model model = settings.learning().newModel(KernelChoice.AUTO.select());
    NaiveMerging merging =
        new NaiveMerging(
            model,
            partitions,
            userId ->
                Utils.toPositive(Utils.murmur2(userId.getBytes(StandardCharsets.UTF_8)))
                    % partitions);
    long flushEvery = Math.max(1, perSecond * settings.stream().commitIntervalMs() / 1000);
    long learned = 0;
    for (Sample sample : samples) {
      if (!sample.isTest) {
        merging.learn(
            sample.rating.userId(),
            sample.rating.itemId(),
            sample.rating.rating().orElseThrow(),
            sample.rating.timestampMs());
        if (++learned % flushEvery == 0) {
          merging.flush();
        }
      }
    }
    merging.flush();
    double squares = 0;
    int n = 0;
    for (Sample sample : samples) {
      if (sample.isTest) {
        squares +=
            square(sample, merging.predict(sample.rating.userId(), sample.rating.itemId()));
        n++;
      }
    }
    return Math.sqrt(squares / n);
  }
}
