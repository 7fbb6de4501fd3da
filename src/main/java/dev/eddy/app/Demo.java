package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.eval.RatingScale;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.serve.Backend;
import dev.eddy.stream.Engine;
import dev.eddy.stream.LearnTask;
import dev.eddy.stream.Outcome;
import dev.eddy.table.Tally;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/// One run of the demo, from the first broker thread to the last.
final class Demo implements AutoCloseable {

  private static final long POLL_MS = 100;

  /// With lists, so many ratings are published before they are learned.
  private static final long MOST_AHEAD = 500;

  private static final long CATALOG_LIMIT_MS = 10_000;
  private static final long QUIET_LIMIT_MS = 120_000;

  private final RatingSource source;
  private final Path folder;
  private final boolean temporary;
  private final EmbeddedKafka kafka;
  private final Settings settings;
  private final Instance instance;
  private final CountDownLatch stop = new CountDownLatch(1);
  private boolean closed;

  /// Makes the settings once the broker's address is known.
  interface SettingsMaker {
    Settings make(RatingScale scale, Path stateDir, String bootstrapServers);
  }

  /// Starts the broker, the stream and the server.
  ///
  /// @param temporary whether the folder is to be removed at the end
  Demo(RatingSource source, Path folder, boolean temporary, SettingsMaker maker)
      throws IOException {
    this.source = source;
    this.folder = folder.toAbsolutePath();
    this.temporary = temporary;
    EmbeddedKafka broker = null;
    try {
      // The settings are read first with a stand-in, so that a bad one is told before a broker
      // starts.
      maker.make(source.scale(), folder.resolve("state"), "127.0.0.1:0");
      broker = EmbeddedKafka.start(this.folder.resolve("kafka"));
      settings =
          maker.make(source.scale(), this.folder.resolve("state"), broker.bootstrapServers());
      instance = new Instance(settings);
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

  /// Replays, waits until all is learned, reports, and serves until stopped.
  ///
  /// @param loop whether the users of the replay are shown lists
  /// @param publishDamaged whether rows are published that cannot be read
  int run(
      double perSecond, boolean loop, boolean publishDamaged, boolean exitWhenDone, boolean json)
      throws InterruptedException {
    say("Kafka runs at %s, its log in %s".formatted(kafka.bootstrapServers(), folder));
    say("Console and API: " + address() + "/");
    ConfigOptions.start(instance);
    say(
        "Replaying %s, rating scale %s to %s"
            .formatted(source.name(), settings.events().scaleMin(), settings.events().scaleMax()));

    Engine engine = instance.engine();
    Replay replay =
        new Replay(
            source,
            instance.publisher(),
            new RatingRules(settings.events(), Clock.systemUTC()),
            perSecond,
            Long.MAX_VALUE,
            publishDamaged);
    awaitRunning(engine);
    if (isStopping()) {
      instance.throwIfFailed();
      return 0;
    }
    long before = handled(engine);
    Map<Outcome, Long> outcomesBefore = outcomes(engine);
    long left = recordsOfRatings() - before; // of an earlier run that ended before it had learned
    Progress progress = new Progress("ratings learned", left + replay.size());
    replay.publishMetadata();
    awaitCatalog(engine);
    Tally tally =
        replay.run(
            done -> progress.show(handled(engine) - before, error(engine)),
            loop ? shower(engine, before) : event -> {},
            this::isStopping);
    Sums sums = awaitLearned(engine, isStopping() ? 0 : recordsOfRatings(), before, progress);
    double seconds = progress.elapsed().toMillis() / 1000.0;
    instance.throwIfFailed();
    if (isStopping()) {
      return 0;
    }
    progress.finish(handled(engine) - before, error(engine));
    RowReport rows = rows(engine, tally, outcomesBefore, left, publishDamaged);
    say(rows.told());
    if (json) {
      System.out.println(report(engine, rows, sums, replay.sent(), seconds));
    }
    rows.failIfNothing();
    if (!sums.agree()) {
      throw new CommandFailedException(
          "the counts disagree: %d ratings stand, users hold %d, items %d"
              .formatted(sums.standing, sums.users, sums.items));
    }
    if (exitWhenDone) {
      return 0;
    }
    sayHowToAsk(engine);
    stop.await();
    instance.throwIfFailed();
    return 0;
  }

  /// Shows lists to the users of the replay, which waits for learning where that falls behind: a
  /// list is to come from what was learned by then.
  private Consumer<UserEvent> shower(Engine engine, long before) {
    ReplayedLists lists = new ReplayedLists(instance.backend(), instance.publisher());
    long[] sent = {0};
    return event -> {
      while (sent[0] - (handled(engine) - before) > MOST_AHEAD && !isStopping()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      sent[0]++;
      lists.before(event);
    };
  }

  /// Returns how many records the topic of ratings holds; none ever leaves it in a demo.
  private long recordsOfRatings() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      String ratings = settings.stream().names().ratings();
      List<TopicPartition> partitions =
          consumer.partitionsFor(ratings).stream()
              .map(info -> new TopicPartition(ratings, info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void awaitRunning(Engine engine) throws InterruptedException {
    while (!isStopping() && !engine.readiness().isReady()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  /// Waits until the catalog is known, so that first ratings find items where it says they start,
  /// whatever thread is faster. Entries that cannot be used never come.
  private void awaitCatalog(Engine engine) throws InterruptedException {
    long untilMs = System.currentTimeMillis() + CATALOG_LIMIT_MS;
    while (!isStopping() && !knowsCatalog(engine)) {
      if (System.currentTimeMillis() > untilMs) {
        say("Some entries of the catalog cannot be used; their items have no titles.");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private boolean knowsCatalog(Engine engine) {
    return source.catalog().stream().allMatch(item -> engine.catalog().contains(item.itemId()));
  }

  /// The counts that must be equal once everything is learned and merged.
  ///
  /// @param standing new ratings less withdrawn and forgotten ones
  /// @param users sum of the counts of all user rows
  /// @param items sum of the counts of all item rows
  private record Sums(long standing, long users, long items) {

    static Sums of(Engine engine) {
      long[] users = {0};
      for (LearnTask task : engine.tasks().all()) {
        task.forEachUser((id, count) -> users[0] += count);
      }
      return new Sums(standing(engine), users[0], engine.index().countSum());
    }

    private static long standing(Engine engine) {
      return engine
          .tasks()
          .sum(task -> task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed());
    }

    boolean agree() {
      return standing == users && users == items;
    }
  }

  /// Waits until every record has its outcome and every item delta is merged.
  private Sums awaitLearned(Engine engine, long expected, long before, Progress progress)
      throws InterruptedException {
    long lastChangeMs = System.currentTimeMillis();
    long last = -1;
    while (!isStopping()) {
      long state = handled(engine) + engine.index().version();
      if (state != last) {
        last = state;
        lastChangeMs = System.currentTimeMillis();
      }
      progress.show(handled(engine) - before, error(engine));
      if (handled(engine) >= expected && engine.index().countSum() == Sums.standing(engine)) {
        return Sums.of(engine);
      }
      if (System.currentTimeMillis() - lastChangeMs > QUIET_LIMIT_MS) {
        Sums sums = Sums.of(engine);
        throw new CommandFailedException(
            "the stream stands still: %d of %d records handled, %d ratings stand, items hold %d"
                .formatted(handled(engine), expected, sums.standing, sums.items));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return new Sums(0, 0, 0);
  }

  private static long handled(Engine engine) {
    return outcomes(engine).values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<Outcome, Long> outcomes(Engine engine) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, count(engine, outcome));
    }
    return outcomes;
  }

  /// Returns what became of the rows of this run. What an earlier one had left in the topic is
  /// learned as well, and told apart.
  private static RowReport rows(
      Engine engine, Tally tally, Map<Outcome, Long> before, long left, boolean publishDamaged) {
    Map<Outcome, Long> now = outcomes(engine);
    now.replaceAll((outcome, count) -> count - before.get(outcome));
    long rejected = now.get(Outcome.REJECTED) - (publishDamaged ? tally.refused() : 0);
    RowReport rows =
        new RowReport(tally)
            .with(
                "learned",
                now.get(Outcome.NEW) + now.get(Outcome.REPLACED) + now.get(Outcome.CHOSEN))
            .with("ignored", now.get(Outcome.IGNORED));
    if (rejected > 0) {
      rows.with("refused_by_stream", rejected);
    }
    if (left > 0) {
      rows.with("of_earlier_run", left);
    }
    return rows;
  }

  private static String error(Engine engine) {
    Backend.Accuracy accuracy = LiveBackend.accuracy(engine);
    return accuracy.n() == 0 ? "" : String.format(Locale.ROOT, "RMSE %.4f", accuracy.rmse());
  }

  private static String report(
      Engine engine, RowReport rows, Sums sums, long sent, double seconds) {
    Backend.Accuracy accuracy = LiveBackend.accuracy(engine);
    ObjectNode report = new JsonMapper().createObjectNode();
    rows.put(report);
    report.put("accepted", count(engine, Outcome.NEW));
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.NEW) {
        report.put(outcome.label(), count(engine, outcome));
      }
    }
    report.put("user_count_sum", sums.users);
    report.put("item_count_sum", sums.items);
    report.put("rmse", rounded(accuracy.rmse()));
    report.put("mae", rounded(accuracy.mae()));
    report.put("seconds", seconds);
    report.put("events_per_s", Math.round(sent / Math.max(seconds, 0.001)));
    return report.toString();
  }

  private static long count(Engine engine, Outcome outcome) {
    return engine.tasks().sum(task -> task.count(outcome));
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  private void sayHowToAsk(Engine engine) {
    String[] someone = {"1"};
    int[] most = {0};
    for (LearnTask task : engine.tasks().all()) {
      task.forEachUser(
          (id, count) -> {
            if (count > most[0]) {
              most[0] = count;
              someone[0] = id;
            }
          });
    }
    say("");
    say("Console: " + address() + "/");
    say(
        "Try:     curl '%s/v1/user/recommendations?id=%s&n=5'"
            .formatted(address(), URLEncoder.encode(someone[0], StandardCharsets.UTF_8)));
    say("Ctrl-C ends it.");
  }

  private String address() {
    return "http://%s:%d".formatted(settings.serve().host(), instance.port());
  }

  private static void say(String line) {
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
