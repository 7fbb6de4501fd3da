package dev.eddy.stream;

import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.Model;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceIndex;
import dev.eddy.store.CorruptRowException;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemMap;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running stream of one instance: topics, topology, Kafka Streams, and the views that
/// queries read.
///
/// Starting is slow, since the item index is read first; [#start] blocks until it is done, and
/// [#readiness] tells how far it is. Closing commits what is in flight.
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);
  private static final int PURGE_EVERY_S = 30;
  private static final int REFRESH_EVERY_S = 5;
  private static final int SCAN_REFRESH_S = 1;
  private static final int RETRY_MS = 2_000;

  private final StreamSettings settings;
  private final Model model;
  private final RatingReader reader;
  private final KafkaMeters kafkaMeters;
  private final EngineMetrics metrics;
  private final ItemIndex index;
  private final ChoiceIndex choices = new ChoiceIndex();
  private final ChoiceLists lists;
  private final HitRate hits;
  private final Catalog catalog;
  private final LearnTasks tasks = new LearnTasks();
  private final Newcomers newcomers;
  private final ItemMap map;
  private final DriftWatch watch;
  private final Readiness readiness = new Readiness();
  private final FailurePolicy failures = new FailurePolicy();
  private final CompletableFuture<String> stopped = new CompletableFuture<>();
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("eddy-housekeeping").factory());
  private final Runnable refreshLists = new Sparing(() -> lists().refresh(), System::nanoTime);
  private volatile Admin admin;
  private KafkaStreams streams;
  private volatile Owners owners;
  private volatile boolean closed;

  /// Creates an engine; nothing happens before [#start].
  public Engine(
      StreamSettings settings,
      DriftSettings drift,
      Model model,
      VectorKernels kernels,
      RatingReader reader,
      MeterRegistry registry) {
    this.settings = settings;
    this.model = model;
    this.reader = reader;
    kafkaMeters = new KafkaMeters(registry);
    index = new ItemIndex(model, kernels);
    lists = new ChoiceLists(choices, index);
    hits = new HitRate(lists);
    catalog = new Catalog(index);
    map = new ItemMap(model, index);
    watch = new DriftWatch(drift, new DriftBoard());
    DriftMetrics.bind(registry, watch.board());
    newcomers = new Newcomers(model, index, catalog, choices, tasks);
    metrics = new EngineMetrics(registry, tasks);
    Gauge.builder("eddy.index.items", index, ItemIndex::size)
        .description("Items with a row in this instance's index")
        .register(registry);
    HitMetrics.bind(registry, hits);
    Gauge.builder("eddy.events.unknown.fields", reader, RatingReader::unknownFieldCount)
        .description("Unknown JSON fields met and ignored in ratings since the process started")
        .register(registry);
  }

  /// Waits for the broker, creates or checks the topics, and starts learning.
  ///
  /// @param self `host:port` at which other instances may ask this one
  /// @throws StartException if a topic, the broker or the state folder is not as it must be
  public void start(String self) {
    try {
      awaitBroker();
      tasks.setPartitions(new Topics(settings, admin).ensure().ratingPartitions());
    } catch (RuntimeException e) {
      if (closed) {
        return; // closing takes the client from under whatever waits for Kafka
      }
      throw e;
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      streams = newStreams(self);
      owners = new Owners(streams, tasks, self);
    }
    streams.setStateListener(readiness);
    streams.setGlobalStateRestoreListener(readiness);
    streams.setUncaughtExceptionHandler(this::onFailure);
    // Before it starts: it starts by loading all items, which is worth watching.
    var _ =
        housekeeping.scheduleWithFixedDelay(
            this::refreshKafkaMeters, 0, SCAN_REFRESH_S, TimeUnit.SECONDS);
    startStreams();
    refreshScan(); // all is restored by now, and queries come before the first second is over
    DeltaPurger purger = new DeltaPurger(admin, settings.names(), settings.repartition());
    var _ =
        housekeeping.scheduleWithFixedDelay(
            purger::purge, PURGE_EVERY_S, PURGE_EVERY_S, TimeUnit.SECONDS);
    var _ =
        housekeeping.scheduleWithFixedDelay(
            this::refreshScan, SCAN_REFRESH_S, SCAN_REFRESH_S, TimeUnit.SECONDS);
    var _ =
        housekeeping.scheduleWithFixedDelay(
            this::refreshViews, REFRESH_EVERY_S, REFRESH_EVERY_S, TimeUnit.SECONDS);
  }

  /// The index is loaded in it, and what it cannot read ends the start.
  private void startStreams() {
    try {
      streams.start();
    } catch (StreamsException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CorruptRowException) {
          throw new StartException(cause.getMessage(), e);
        }
      }
      throw e;
    }
  }

  private void refreshKafkaMeters() {
    guarded("what Kafka Streams measures", () -> kafkaMeters.refresh(streams.metrics().values()));
  }

  private KafkaStreams newStreams(String self) {
    try {
      return new KafkaStreams(topology(), StreamsConfigs.of(settings, self), clients());
    } catch (StreamsException e) {
      throw new StartException(
          "Kafka Streams cannot work in the state folder %s (stream.state-dir): %s If another instance runs there, give this one a folder of its own"
              .formatted(settings.stateDir(), e.getMessage()),
          e);
    }
  }

  private BatchingClients clients() {
    TopicNames names = settings.names();
    return new BatchingClients(Set.of(names.learned(settings.repartition()), names.itemDeltas()));
  }

  private void refreshScan() {
    guarded("what lists are scanned by", index::refresh);
    guarded("what lists by choice go by", refreshLists);
  }

  private void refreshViews() {
    guarded("the starts of unrated items", newcomers::refresh);
    guarded("the map", map::refresh);
  }

  /// Runs a step of housekeeping: an exception that left it would end the housekeeping for good.
  private static void guarded(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("Housekeeping could not bring up to date: {}", what, e);
    }
  }

  private void awaitBroker() {
    while (!closed) {
      try {
        if (admin == null) {
          admin = Admin.create(adminConfig());
        }
        admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException | TimeoutException | KafkaException e) {
        throwIfTooOld(e);
        LOG.warn(
            "No Kafka broker answers at {} (stream.bootstrap-servers), trying again: {}",
            settings.bootstrapServers(),
            e instanceof TimeoutException
                ? "no answer within 10 s"
                : (e.getCause() != null ? e.getCause() : e).getMessage());
        pause();
      }
    }
  }

  private void throwIfTooOld(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsupportedVersionException) {
        throw new StartException(
            "the broker at %s (stream.bootstrap-servers) is too old: %s. Eddy needs Kafka 2.5 or later"
                .formatted(settings.bootstrapServers(), cause.getMessage()),
            cause);
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Topology topology() {
    return EddyTopology.build(
        settings, model, index, choices, hits, catalog, newcomers, tasks, watch, reader, metrics);
  }

  /// Returns what Kafka Streams says of the topology, for people.
  public String describe() {
    return topology().describe().toString();
  }

  /// An instance that leaves says so: else Kafka would hold its partitions for it until its
  /// session times out. One with a fixed identity is expected back, and stays a member.
  private CloseOptions closeOptions() {
    boolean isExpectedBack =
        settings.kafka().keySet().stream()
            .anyMatch(key -> key.endsWith(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG));
    return CloseOptions.timeout(CLOSE_TIMEOUT)
        .withGroupMembershipOperation(
            isExpectedBack
                ? GroupMembershipOperation.REMAIN_IN_GROUP
                : GroupMembershipOperation.LEAVE_GROUP);
  }

  private Map<String, Object> adminConfig() {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return config;
  }

  private StreamThreadExceptionResponse onFailure(Throwable failure) {
    if (closed) {
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    String hopeless = failures.onFailure(failure, System.currentTimeMillis());
    if (hopeless != null) {
      LOG.error("The stream stops: {}", hopeless, failure);
      stopped.complete(hopeless);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.error(
        "A stream thread failed and is replaced; its last transaction is rolled back", failure);
    pause(); // so that a failure that repeats does not fill the log
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /// Returns the items of the model.
  public ItemIndex index() {
    return index;
  }

  /// Returns how often what is chosen was in the list.
  public HitRate hits() {
    return hits;
  }

  /// Returns lists by what is chosen.
  public ChoiceLists lists() {
    return lists;
  }

  /// Returns the items in two dimensions.
  public ItemMap map() {
    return map;
  }

  /// Returns what the monitors of drift say.
  public DriftBoard drift() {
    return watch.board();
  }

  /// Returns where users and items start that have no ratings.
  public Newcomers newcomers() {
    return newcomers;
  }

  /// Returns what is known about items.
  public Catalog catalog() {
    return catalog;
  }

  /// Returns who has which users; empty before the stream is made.
  public Optional<Owners> owners() {
    return Optional.ofNullable(owners);
  }

  /// Returns the generations of the model that Kafka holds.
  public Generations generations() {
    return new Generations(() -> admin, settings.names());
  }

  /// Returns the partitions that are learned here.
  public LearnTasks tasks() {
    return tasks;
  }

  /// Returns the model.
  public Model model() {
    return model;
  }

  /// Returns how far the engine is.
  public Readiness readiness() {
    return readiness;
  }

  /// Returns a future that completes with the reason, for people, should the stream stop because
  /// of a failure that no retry mends.
  public CompletableFuture<String> stopped() {
    return stopped;
  }

  private void endHousekeeping() {
    housekeeping.shutdownNow();
    try {
      if (!housekeeping.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("Housekeeping does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kafkaMeters.refresh(List.of());
  }

  /// Commits what is in flight and stops. May be called at any time, from any thread.
  @Override
  public void close() {
    KafkaStreams toClose;
    synchronized (this) {
      closed = true;
      toClose = streams;
    }
    endHousekeeping();
    if (toClose != null) {
      boolean inTime = toClose.close(closeOptions());
      if (inTime && toClose.state() == KafkaStreams.State.NOT_RUNNING && !stopped.isDone()) {
        LOG.info("The stream has stopped, all that it learned is committed");
      } else if (!inTime) {
        LOG.warn("Kafka Streams did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
      }
    }
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
  }
}
