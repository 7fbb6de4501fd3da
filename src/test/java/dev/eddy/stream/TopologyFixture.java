package dev.eddy.stream;

import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.event.EventSettings;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.DotModel;
import dev.eddy.factorization.LearningSettings;
import dev.eddy.factorization.Model;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.store.ItemIndex;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
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
final class TopologyFixture implements AutoCloseable {

  static final long NOW = 1_700_000_000_000L;

  final Model model;
  final ItemIndex index;
  /// Windows of a minute, and a fifth of the users in the control group.
  static final DriftSettings DRIFT =
      new DriftSettings(true, 60_000, 0.2, true, List.of("age", "sex"));

  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

  final DriftBoard board = new DriftBoard();
  final Catalog catalog;
  final LearnTasks tasks = new LearnTasks();
  final Newcomers newcomers;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> ratings;
  private final TestInputTopic<byte[], byte[]> deltas;
  private final TestInputTopic<byte[], byte[]> items;
  private final TestInputTopic<byte[], byte[]> users;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private final TestOutputTopic<byte[], byte[]> usersPublished;

  TopologyFixture(Path stateDir) {
    this(stateDir, LearningSettings.forScale(0.5, 5));
  }

  TopologyFixture(Path stateDir, LearningSettings learning) {
    model = new DotModel(learning, new ScalarKernels());
    index = new ItemIndex(model, new ScalarKernels());
    catalog = new Catalog(index);
    newcomers = new Newcomers(model, index, catalog, tasks);
    StreamSettings settings = settings(stateDir, false);
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
        catalog,
        newcomers,
        tasks,
        new DriftWatch(DRIFT, board),
        new RatingReader(
            EventSettings.forScale(0.5, 5), Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC)),
        new EngineMetrics(registry, tasks));
  }

  static StreamSettings settings(Path stateDir, boolean repartition) {
    return new StreamSettings(
        "localhost:9092",
        new TopicNames("", 1),
        1,
        1,
        "exactly_once_v2",
        1,
        COMMIT_INTERVAL.toMillis(),
        stateDir,
        16 << 20,
        16 << 20,
        repartition,
        Map.of());
  }

  private static Properties config(Path stateDir) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    return config;
  }

  void send(Rating rating) {
    sendRaw(utf8(rating.userId()), EventWriter.write(rating));
  }

  void rate(String user, String item, double rating, long time) {
    send(Rating.of(user, item, rating, time));
  }

  /// Lets a commit interval pass without a record.
  void rest() {
    driver.advanceWallClockTime(COMMIT_INTERVAL);
  }

  void sendRaw(byte[] key, byte[] value) {
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

  LearnTask task() {
    return tasks.all().iterator().next();
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

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  int userSum() {
    int[] sum = {0};
    task().forEachUser((id, row) -> sum[0] += row.count());
    return sum[0];
  }

  @Override
  public void close() {
    driver.close();
  }
}
