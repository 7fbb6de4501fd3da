package dev.eddy.app.demo;

import dev.eddy.app.instance.Instance;
import dev.eddy.app.replay.Progress;
import dev.eddy.app.replay.RatingSource;
import dev.eddy.app.replay.Replay;
import dev.eddy.app.replay.ReplayedLists;
import dev.eddy.app.replay.RowReport;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.stream.Engine;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.record.Outcome;
import dev.eddy.table.Tally;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A demo that replays ratings: of a file, or of a generated world.
public final class ReplayDemo {

  /// With lists, so many ratings are published before they are learned.
  private static final long MOST_AHEAD = 500;

  private static final long CATALOG_LIMIT_MS = 10_000;
  private static final long QUIET_LIMIT_MS = 120_000;

  private final Demo demo;
  private final Instance instance;
  private final Settings settings;
  private final RatingSource source;

  public ReplayDemo(Demo demo, RatingSource source) {
    this.demo = demo;
    instance = demo.instance();
    settings = demo.settings();
    this.source = source;
  }

  /// Replays, waits until all is learned, reports, and serves until stopped.
  ///
  /// @param loop whether the users of the replay are shown lists
  /// @param publishDamaged whether rows are published that cannot be read
  public int run(
      double perSecond, boolean loop, boolean publishDamaged, boolean exitWhenDone, boolean json)
      throws InterruptedException {
    demo.start(
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
    if (demo.isStopping()) {
      instance.throwIfFailed();
      return 0;
    }
    long before = DemoCounts.handled(engine);
    Map<Outcome, Long> outcomesBefore = DemoCounts.outcomes(engine);
    long left = recordsOfRatings() - before; // of an earlier run that ended before it had learned
    Progress progress = new Progress("ratings learned", left + replay.size());
    replay.publishMetadata();
    awaitCatalog(engine);
    Tally tally =
        replay.run(
            done -> progress.show(DemoCounts.handled(engine) - before, DemoCounts.error(engine)),
            loop ? shower(engine, before) : event -> {},
            demo::isStopping);
    DemoCounts.Sums sums =
        awaitLearned(engine, demo.isStopping() ? 0 : recordsOfRatings(), before, progress);
    double seconds = progress.elapsed().toMillis() / 1000.0;
    instance.throwIfFailed();
    if (demo.isStopping()) {
      return 0;
    }
    progress.finish(DemoCounts.handled(engine) - before, DemoCounts.error(engine));
    RowReport rows = DemoCounts.rows(engine, tally, outcomesBefore, left, publishDamaged);
    Demo.say(rows.told());
    if (json) {
      System.out.println(DemoCounts.report(engine, rows, sums, replay.sent(), seconds));
    }
    rows.failIfNothing();
    if (!sums.agree()) {
      throw new CommandFailedException(
          "the counts disagree: %d ratings count, but users have %d and items %d"
              .formatted(sums.standing(), sums.users(), sums.items()));
    }
    if (exitWhenDone) {
      return 0;
    }
    sayHowToAsk(engine);
    demo.awaitStop();
    return 0;
  }

  /// Shows lists to the users of the replay, which waits for learning where that falls behind: a
  /// list is to come from what was learned by then.
  private Consumer<UserEvent> shower(Engine engine, long before) {
    ReplayedLists lists = new ReplayedLists(instance.backend(), instance.publisher());
    long[] sent = {0};
    return event -> {
      while (sent[0] - (DemoCounts.handled(engine) - before) > MOST_AHEAD && !demo.isStopping()) {
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
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.stream().bootstrapServers()),
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

  /// Waits until the catalog is known, so that first ratings find items where it says they start,
  /// whatever thread is faster. Entries that cannot be used never come.
  private void awaitCatalog(Engine engine) throws InterruptedException {
    long untilMs = System.currentTimeMillis() + CATALOG_LIMIT_MS;
    while (!demo.isStopping() && !knowsCatalog(engine)) {
      if (System.currentTimeMillis() > untilMs) {
        Demo.say("Some entries of the catalog cannot be used; their items have no titles.");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(Demo.POLL_MS);
    }
  }

  private boolean knowsCatalog(Engine engine) {
    return source.catalog().stream().allMatch(item -> engine.catalog().contains(item.itemId()));
  }

  /// Waits until every record has its outcome and every item delta is merged.
  private DemoCounts.Sums awaitLearned(Engine engine, long expected, long before, Progress progress)
      throws InterruptedException {
    long lastChangeMs = System.currentTimeMillis();
    long last = -1;
    while (!demo.isStopping()) {
      long state = DemoCounts.handled(engine) + engine.index().version();
      if (state != last) {
        last = state;
        lastChangeMs = System.currentTimeMillis();
      }
      progress.show(DemoCounts.handled(engine) - before, DemoCounts.error(engine));
      if (DemoCounts.handled(engine) >= expected
          && engine.index().countSum() == DemoCounts.Sums.standing(engine)) {
        return DemoCounts.Sums.of(engine);
      }
      if (System.currentTimeMillis() - lastChangeMs > QUIET_LIMIT_MS) {
        DemoCounts.Sums sums = DemoCounts.Sums.of(engine);
        throw new CommandFailedException(
            "the stream makes no progress: %d of %d records done, %d ratings count, items have %d"
                .formatted(DemoCounts.handled(engine), expected, sums.standing(), sums.items()));
      }
      TimeUnit.MILLISECONDS.sleep(Demo.POLL_MS);
    }
    return new DemoCounts.Sums(0, 0, 0);
  }

  private void sayHowToAsk(Engine engine) {
    String[] someone = {"1"};
    int[] most = {0};
    for (PartitionView task : engine.tasks().all()) {
      task.forEachUser(
          (id, count) -> {
            if (count > most[0]) {
              most[0] = count;
              someone[0] = id;
            }
          });
    }
    Demo.say("");
    Demo.say("Console: " + demo.address() + "/");
    Demo.say(
        "Try:     curl '%s/v1/user/recommendations?id=%s&n=5'"
            .formatted(demo.address(), URLEncoder.encode(someone[0], StandardCharsets.UTF_8)));
  }
}
