package dev.eddy.stream;

import dev.eddy.catalog.Catalog;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.EventSettings;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.HitRate;
import dev.eddy.store.SolvedRows;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.merge.Newcomers;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.TopicNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/// The topology in a test driver, on one partition. The driver commits after each record.
public final class TopologyFixture implements AutoCloseable {

  public static final long NOW = 1_700_000_000_000L;

  public final Model model;
  public final ItemIndex index;
  final ChoiceIndex choices = new ChoiceIndex();
  /// Windows of a minute, and a fifth of the users in the control group.
  static final DriftSettings DRIFT =
      new DriftSettings(true, 60_000, 0.2, true, List.of("age", "sex"));

  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final String APPLICATION = "test";
  private static final long CACHE_BYTES = 16 << 20;

  /// How drift is watched from the next start on.
  DriftSettings drift = DRIFT;

  /// Which events are valid from the next start on.
  EventSettings events = EventSettings.forScale(0.5, 5);

  /// What is done about drift from the next start on.
  GovernorSettings governor = GovernorSettings.OFF;

  /// Whether it learns in the shadow of another engine from the next start on.
  boolean isShadow;

  final DriftBoard board = new DriftBoard();
  final CurrentBrakes brakes = new CurrentBrakes(Brakes.NONE);
  final Catalog catalog;
  final LocalPartitions tasks = new LocalPartitions();
  final Newcomers newcomers;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public TopologyTestDriver driver;
  private final HistorySolver solver;
  private final long cacheBytes;
  private final boolean learnsChoices;
  private final Path stateDir;
  private TestInputTopic<byte[], byte[]> ratings;
  private TestInputTopic<byte[], byte[]> deltas;
  private TestInputTopic<byte[], byte[]> items;
  private TestInputTopic<byte[], byte[]> users;
  private TestOutputTopic<byte[], byte[]> deadLetters;
  private TestOutputTopic<byte[], byte[]> usersPublished;

  public TopologyFixture(Path stateDir) {
    this(stateDir, LearningSettings.forScale(0.5, 5));
  }

  /// Starts on an empty directory, and learns choices. The driver keeps all that was ever sent, so
  /// that others do without.
  static TopologyFixture withChoices(Path stateDir) {
    return new TopologyFixture(stateDir, LearningSettings.forScale(0.5, 5), CACHE_BYTES, true);
  }

  public TopologyFixture(Path stateDir, LearningSettings learning) {
    this(stateDir, learning, CACHE_BYTES);
  }

  /// Starts on an empty directory.
  ///
  /// @param cacheBytes of decoded rows, at least a megabyte
  public TopologyFixture(Path stateDir, LearningSettings learning, long cacheBytes) {
    this(stateDir, learning, cacheBytes, false);
  }

  private TopologyFixture(
      Path stateDir, LearningSettings learning, long cacheBytes, boolean learnsChoices) {
    this.stateDir = stateDir;
    this.learnsChoices = learnsChoices;
    this.cacheBytes = cacheBytes;
    model = new DotModel(learning, new ScalarKernels());
    index = new ItemIndex(model, new ScalarKernels());
    catalog = new Catalog(index);
    newcomers = new Newcomers(model, index, catalog, choices, tasks);
    solver = new HistorySolver(model, index::values);
    start();
  }

  /// Stops the topology and starts it again on its state. The items stay as they are, as they are
  /// restored before anything else.
  public void restart() {
    close();
    start();
  }

  /// The driver deletes its state when it stops, and follows no links.
  private void keepState() {
    Path task = stateDir.resolve(APPLICATION).resolve("0_0");
    try {
      Path kept = Files.createDirectories(stateDir.resolve("kept"));
      Files.createDirectories(task);
      Files.createSymbolicLink(task.resolve("rocksdb"), kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start() {
    keepState();
    StreamSettings settings = settings(stateDir, false, cacheBytes, learnsChoices);
    if (isShadow) {
      settings = settings.inShadow();
    }
    driver =
        new TopologyTestDriver(topology(settings), config(stateDir), Instant.ofEpochMilli(NOW));
    ByteArraySerializer bytes = new ByteArraySerializer();
    ratings = driver.createInputTopic(settings.names().ratings(), bytes, bytes);
    deltas = driver.createInputTopic(settings.names().itemDeltas(), bytes, bytes);
    items = driver.createInputTopic(settings.names().items(), bytes, bytes);
    users = driver.createInputTopic(settings.names().users(), bytes, bytes);
    usersPublished =
        driver.createOutputTopic(
            settings.names().users(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    deadLetters =
        driver.createOutputTopic(
            settings.names().deadLetters(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  Topology topology(StreamSettings settings) {
    return EddyTopology.build(
        settings,
        model,
        index,
        choices,
        new HitRate(new ChoiceLists(choices, index)),
        catalog,
        newcomers,
        tasks,
        new DriftWatch(drift, governor, board, brakes),
        new RatingReader(events, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC)),
        new EngineMetrics(registry));
  }

  static StreamSettings settings(Path stateDir, boolean repartition) {
    return settings(stateDir, repartition, CACHE_BYTES, true);
  }

  private static StreamSettings settings(
      Path stateDir, boolean repartition, long cacheBytes, boolean choices) {
    return new StreamSettings(
        "localhost:9092",
        new TopicNames("", 1),
        1,
        1,
        1,
        COMMIT_INTERVAL.toMillis(),
        stateDir,
        cacheBytes,
        16 << 20,
        repartition,
        choices,
        1,
        false,
        Map.of());
  }

  private static Properties config(Path stateDir) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    return config;
  }

  public void send(Rating rating) {
    sendRaw(utf8(rating.userId()), EventWriter.write(rating));
  }

  /// Sends a rating that comes to Kafka at a moment of its own.
  void send(Rating rating, long arrivedMs) {
    ratings.pipeInput(utf8(rating.userId()), EventWriter.write(rating), arrivedMs);
  }

  public void rate(String user, String item, double rating, long time) {
    send(Rating.of(user, item, rating, time));
  }

  public void sendRaw(byte[] key, byte[] value) {
    ratings.pipeInput(key, value);
  }

  void sendDelta(byte[] key, byte[] value) {
    deltas.pipeInput(key, value);
  }

  void sendItem(String key, String json) {
    items.pipeInput(utf8(key), json == null ? null : utf8(json));
  }

  void sendUser(String key, String json) {
    users.pipeInput(utf8(key), json == null ? null : utf8(json));
  }

  public PartitionView task() {
    return tasks.all().iterator().next();
  }

  public UserRow row(String userId) {
    return task().find(userId).row();
  }

  public History history(String userId) {
    return task().find(userId).history();
  }

  /// Returns the local store of solved rows, as another process might have left it.
  public SolvedRows solvedRows() {
    return new SolvedRows(
        driver.getKeyValueStore(LearnProcessor.ROWS), model.userLayout().length());
  }

  /// Returns the row of a user that is in memory or was put aside, null where it is to be solved.
  public float[] rowAtHand(String userId) {
    float[][] found = new float[1][];
    task()
        .forEachRow(
            (id, count, row) -> {
              if (id.equals(userId)) {
                found[0] = row;
              }
            });
    return found[0];
  }

  /// Solves a row from a user's history, as queries do.
  public float[] solve(String userId) {
    return solve(userId, history(userId).view());
  }

  public float[] solve(String userId, HistoryView history) {
    return solver.solve(index.shared(), newcomers.user(userId), history);
  }

  float predict(float[] row, String itemId) {
    return model.predict(index.shared(), row, index.values(index.find(itemId)));
  }

  /// What the topology itself has written to the users' topic.
  List<TestRecord<byte[], byte[]>> usersPublished() {
    return usersPublished.readRecordsToList();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  static String header(TestRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public int userSum() {
    int[] sum = {0};
    task().forEachUser((id, count) -> sum[0] += count);
    return sum[0];
  }

  @Override
  public void close() {
    driver.close();
  }
}
