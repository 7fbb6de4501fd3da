package dev.eddy.stream;

import dev.eddy.catalog.Catalog;
import dev.eddy.catalog.CatalogView;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.model.Model;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.index.ItemMap;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.HitRate;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.merge.Newcomers;
import dev.eddy.stream.record.BatchingClients;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.TopicNames;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
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
  private static final String ITEM_VECTORS = "the vectors that scans read";
  private static final String LIST_ORDER = "the order of lists by choice";

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
  private final LocalPartitions tasks = new LocalPartitions();
  private final Newcomers newcomers;
  private final ItemMap map;
  private final DriftWatch watch;
  private final Readiness readiness = new Readiness();
  private final FailurePolicy failures = new FailurePolicy();
  private final CompletableFuture<String> stopped = new CompletableFuture<>();
  private final Housekeeping housekeeping = new Housekeeping();
  private final Runnable refreshLists = new Throttled(() -> lists().refresh(), System::nanoTime);
  private final ClockWatch clock = new ClockWatch(System::currentTimeMillis);
  private final Broker broker;
  private KafkaStreams streams;
  private volatile Owners owners;
  private volatile boolean closed;

  /// Creates an engine; nothing happens before [#start].
  ///
  /// @param brakes as the settings have them; the engine takes over how they are moved
  public Engine(
      StreamSettings settings,
      DriftSettings drift,
      GovernorSettings governor,
      CurrentBrakes brakes,
      Model model,
      VectorKernels kernels,
      RatingReader reader,
      MeterRegistry registry) {
    this.settings = settings;
    this.model = model;
    this.reader = reader;
    broker = new Broker(settings);
    kafkaMeters = new KafkaMeters(registry);
    index = new ItemIndex(model, kernels);
    lists = new ChoiceLists(choices, index);
    hits = new HitRate(lists);
    catalog = new Catalog(index);
    map = new ItemMap(model, index);
    watch = new DriftWatch(drift, governor, new DriftBoard(), brakes);
    DriftMetrics.bind(registry, watch.board());
    VariantMetrics.bind(registry, watch.board());
    BrakeMetrics.bind(registry, brakes);
    newcomers = new Newcomers(model, index, catalog, choices, tasks);
    metrics = new EngineMetrics(registry);
    tasks.bindTo(registry);
    Gauge.builder("eddy.index.items", index, ItemIndex::size)
        .description("Items with a row in this instance's index")
        .register(registry);
    HitMetrics.bind(registry, hits);
    FunctionCounter.builder("eddy.events.unknown.fields", reader, RatingReader::unknownFieldCount)
        .description("Unknown JSON fields of ratings that were ignored")
        .register(registry);
  }

  /// Waits until the broker answers, or this is closed; [#start] does so, too.
  ///
  /// @throws StartException if the broker is too old, or refuses the login or the certificate
  public void awaitBroker() {
    try {
      broker.await();
    } catch (RuntimeException e) {
      if (!closed) { // closing takes the client from under whatever waits for Kafka
        throw e;
      }
    }
  }

  /// Waits for the broker, creates or checks the topics, and starts learning.
  ///
  /// @param self `host:port` at which other instances may ask this one
  /// @throws StartException if a topic, the broker or the state folder is not as it must be
  public void start(String self) {
    try {
      broker.await();
      tasks.setPartitions(new Topics(settings, broker.admin()).ensure().ratingPartitions());
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
      owners =
          new Owners(
              streams,
              tasks,
              settings.names().learned(settings.repartition()),
              self,
              watch.settings().enabled());
    }
    streams.setStateListener(readiness);
    streams.setGlobalStateRestoreListener(readiness);
    streams.setUncaughtExceptionHandler(this::onFailure);
    // Before it starts: it starts by loading all items, which is worth watching.
    housekeeping.every(SCAN_REFRESH_S, 0, "the meters of Kafka Streams", this::refreshKafkaMeters);
    housekeeping.every(SCAN_REFRESH_S, "the look at the clock", this::lookAtClock);
    startStreams();
    // All is restored by now, and queries come before the first second is over.
    Housekeeping.run(ITEM_VECTORS, index::refresh);
    Housekeeping.run(LIST_ORDER, refreshLists);
    DeltaPurger purger = new DeltaPurger(broker.admin(), settings.names(), settings.repartition());
    housekeeping.every(PURGE_EVERY_S, "the start of item-deltas", purger::purge);
    housekeeping.every(SCAN_REFRESH_S, ITEM_VECTORS, index::refresh);
    housekeeping.every(SCAN_REFRESH_S, LIST_ORDER, refreshLists);
    housekeeping.every(REFRESH_EVERY_S, "the rows of unrated items", newcomers::refresh);
    housekeeping.every(REFRESH_EVERY_S, "the map", map::refresh);
  }

  /// The index is loaded in it, and what it cannot read ends the start.
  private void startStreams() {
    try {
      streams.start();
    } catch (StreamsException e) {
      throw StartException.of(e, settings.bootstrapServers());
    }
  }

  private void lookAtClock() {
    clock.look().ifPresent(why -> stopBecause(why, null));
  }

  private void refreshKafkaMeters() {
    kafkaMeters.refresh(streams.metrics().values());
  }

  private KafkaStreams newStreams(String self) {
    try {
      return new KafkaStreams(topology(), StreamsConfigs.of(settings, self), clients());
    } catch (StreamsException e) {
      throw new StartException(
          ("Kafka Streams cannot use the state folder %s (stream.state-dir): %s If another instance"
                  + " uses it, give this one its own folder")
              .formatted(settings.stateDir(), e.getMessage()),
          e);
    }
  }

  private BatchingClients clients() {
    TopicNames names = settings.names();
    return new BatchingClients(names.learned(settings.repartition()), names.itemDeltas());
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

  private void stopBecause(String why, Throwable cause) {
    if (stopped.complete(why)) {
      LOG.error("The stream stops: {}", why, cause);
    }
  }

  private StreamThreadExceptionResponse onFailure(Throwable failure) {
    if (closed) {
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    String hopeless = failures.onFailure(failure, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    if (hopeless != null) {
      stopBecause(hopeless, failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.error(
        "A stream thread failed and is replaced; its last transaction is rolled back", failure);
    Broker.pause(); // so that a failure that repeats does not fill the log
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

  /// Returns the brakes that are in force.
  public CurrentBrakes brakes() {
    return watch.brakes();
  }

  /// Returns where users and items start that have no ratings.
  public Newcomers newcomers() {
    return newcomers;
  }

  /// Returns what is known about items.
  public CatalogView catalog() {
    return catalog;
  }

  /// Returns who has which users; empty before the stream is made.
  public Optional<Owners> owners() {
    return Optional.ofNullable(owners);
  }

  /// Returns the generations of the model that Kafka holds.
  public Generations generations() {
    return new Generations(broker::admin, settings.names());
  }

  /// Returns the partitions that are learned here.
  public LocalPartitions tasks() {
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

  /// Commits what is in flight and stops. May be called at any time, from any thread.
  @Override
  public void close() {
    KafkaStreams toClose;
    synchronized (this) {
      closed = true;
      toClose = streams;
    }
    broker.stopWaiting();
    housekeeping.close();
    kafkaMeters.refresh(List.of());
    if (toClose != null) {
      boolean inTime = toClose.close(closeOptions());
      if (inTime && toClose.state() == KafkaStreams.State.NOT_RUNNING && !stopped.isDone()) {
        LOG.info("The stream has stopped; everything it learned is committed");
      } else if (!inTime) {
        LOG.warn("Kafka Streams did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
      }
    }
    broker.close();
  }
}
