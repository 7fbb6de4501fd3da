package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.DamagedStateException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the store promises, and what Kafka Streams must go on doing for it to hold: a test driver
/// runs the real task, which calls the store's `flushCache` at each commit.
class WriteBackStoreTest {

  private static final String STORE = "sums";
  private static final String CHANGELOG = "test-sums-changelog";
  private static final long ROW_BYTES = 100;

  @TempDir Path folder;

  /// A row that is a sum.
  private static final class Sum {
    long value;
  }

  private final class SumCodec implements RowCodec<Sum> {
    @Override
    public Sum read(String key, RowRecords records) {
      byte[] bytes = records.get(StoreKey.of(key));
      if (bytes == null) {
        return null;
      }
      return decodeAlone(key, bytes);
    }

    @Override
    public Sum decodeAlone(String key, byte[] record) {
      decoded++;
      if (record.length != Long.BYTES) {
        throw new DamagedRecordException("the sum of " + key + " is cut off");
      }
      Sum sum = new Sum();
      sum.value = ByteBuffer.wrap(record).getLong();
      return sum;
    }

    @Override
    public void write(String key, Sum row, RowRecords records) {
      order.add("write " + key);
      written.put(key, row.value);
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(row.value).array();
      records.put(StoreKey.of(key), cutOff ? Arrays.copyOf(bytes, 3) : bytes);
      records.put(StoreKey.of(key, 0), new byte[] {1}); // no sum
    }

    @Override
    public void delete(String key, Sum row, RowRecords records) {
      records.put(StoreKey.of(key), null);
      records.put(StoreKey.of(key, 0), null);
    }

    @Override
    public long sizeInBytes(Sum row) {
      return ROW_BYTES;
    }
  }

  /// Sums what it reads; says at each commit how much it has read since the last.
  private final class Summing implements Processor<String, Long, String, Long> {
    private ProcessorContext<String, Long> context;
    private long sinceCommit;

    @Override
    public void init(ProcessorContext<String, Long> newContext) {
      context = newContext;
      store = context.getStateStore(STORE);
      if (hooked) {
        store.beforeCommit(this::say);
      }
      store.whenEvicted(
          (key, sum) -> {
            assertThat(written).as("written before").containsEntry(key, sum.value);
            assertThat(store.cached(key)).as("still found").isSameAs(sum);
            evicted.add(key);
          });
    }

    @Override
    public void process(Record<String, Long> record) {
      for (String key : record.key().split("\\+", -1)) { // several keys in one transaction
        add(key, record.value());
      }
      dirtyBeforeCommit = store.dirtyRows();
      if (record.value() == 0) {
        store.noMoreCommits();
      }
    }

    private void add(String key, long value) {
      Sum sum = store.get(key);
      if (sum == null) {
        sum = new Sum();
        store.put(key, sum);
      }
      sum.value += value;
      sinceCommit += value;
      store.markDirty(key, sum);
    }

    private void say() {
      order.add("hook");
      context.forward(new Record<>("read", sinceCommit, context.currentSystemTimeMs()));
      store.putTaskRecord(new byte[] {1, 2, 3});
      sinceCommit = 0;
    }
  }

  private int decoded;
  private boolean cutOff;
  private boolean hooked = true;
  private boolean early;
  private long dirtyBeforeCommit;
  private WriteBackStore<Sum> store;
  private TestOutputTopic<String, byte[]> changelog;
  private final List<String> order = new ArrayList<>();
  private final Map<String, Long> written = new HashMap<>();
  private final List<String> evicted = new ArrayList<>();

  private TopologyTestDriver driver(long maxBytes) {
    WriteBackStoreBuilder<Sum> builder =
        new WriteBackStoreBuilder<Sum>(STORE, SumCodec::new, maxBytes);
    if (early) {
      builder = builder.writingEarly();
    }
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new LongDeserializer(), "in")
            .addProcessor("sum", Summing::new, "in")
            .addStateStore(hooked ? builder.withHook() : builder, "sum")
            .addSink("out", "out", new StringSerializer(), new LongSerializer(), "sum");
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    TopologyTestDriver driver = new TopologyTestDriver(topology, config);
    changelog =
        driver.createOutputTopic(CHANGELOG, new StringDeserializer(), new ByteArrayDeserializer());
    return driver;
  }

  private static TestInputTopic<String, Long> input(TopologyTestDriver driver) {
    return driver.createInputTopic("in", new StringSerializer(), new LongSerializer());
  }

  private Map<String, Long> all() {
    Map<String, Long> all = new HashMap<>();
    store.forEach((key, sum) -> assertThat(all.put(key, sum.value)).as(key).isNull());
    return all;
  }

  @Test
  void shouldWriteRowsThenRunTheHookWhenTheTaskCommits() {
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      TestOutputTopic<String, Long> said =
          driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
      input(driver).pipeInput("a", 5L);
      assertThat(said.readValuesToList()).containsExactly(5L);
      assertThat(store.taskRecord()).containsExactly(1, 2, 3);
      assertThat(order).containsExactly("write a", "hook");
      assertThat(changelog.readKeyValuesToList()).extracting(change -> change.key).contains("a");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldWriteMostRowsBeforeTheCommitWhereItMay(boolean mayWriteEarly) {
    early = mayWriteEarly;
    int rows = 6_000;
    String keys =
        IntStream.range(0, rows).mapToObj(row -> "k" + row).collect(Collectors.joining("+"));
    try (TopologyTestDriver driver = driver(100_000 * ROW_BYTES)) {
      input(driver).pipeInput(keys, 2L);
      int most = WriteBackStoreBuilder.MOST_DIRTY_EARLY + WriteBackCache.AT_ONCE;
      assertThat(dirtyBeforeCommit).isLessThan(early ? most : rows + 1).isGreaterThan(4_000);
      assertThat(dirtyBeforeCommit == rows).isEqualTo(!early);
      assertThat(all()).hasSize(rows).allSatisfy((key, sum) -> assertThat(sum).isEqualTo(2));
    }
  }

  @Test
  void shouldKeepWhatItEvicts() {
    try (TopologyTestDriver driver = driver(3 * ROW_BYTES)) {
      TestInputTopic<String, Long> input = input(driver);
      Map<String, Long> truth = new HashMap<>();
      for (int n = 1; n <= 200; n++) {
        String key = "k" + n * n % 17;
        input.pipeInput(key, (long) n);
        truth.merge(key, (long) n, Long::sum);
        assertThat(store.cachedBytes()).isLessThanOrEqualTo(4 * ROW_BYTES);
      }
      assertThat(all()).isEqualTo(truth);
      assertThat(store.misses()).isGreaterThan(truth.size());
      long cached = truth.keySet().stream().filter(key -> store.cached(key) != null).count();
      assertThat(evicted)
          .as("each that left, each time it left")
          .hasSize((int) (store.misses() - cached))
          .contains(truth.keySet().toArray(String[]::new));
    }
  }

  // Whoever reads a record to learn from must not take it for the damaged one.
  @Test
  void shouldTellThatItsOwnRowIsDamaged() {
    TopologyTestDriver driver = driver(10 * ROW_BYTES);
    TestInputTopic<String, Long> input = input(driver);
    input.pipeInput("a", 5L);
    cutOff = true;
    input.pipeInput("a", 1L);
    store.clearCache(); // so that it is read again
    assertThatThrownBy(() -> input.pipeInput("a", 1L))
        .hasRootCauseInstanceOf(DamagedRecordException.class)
        .hasStackTraceContaining(DamagedStateException.class.getName())
        .hasStackTraceContaining("store sums: the sum of a is cut off");
    store.clearCache();
    driver.close();
  }

  // A sum only grows; a reader between the cache and the store would see an older one, or none.
  @Test
  void shouldShowReadersTheNewestRowWhileItIsEvicted() throws Exception {
    try (TopologyTestDriver driver = driver(3 * ROW_BYTES)) {
      TestInputTopic<String, Long> input = input(driver);
      input.pipeInput("hot", 1L);
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Long> reads =
          CompletableFuture.supplyAsync(
              () -> {
                long times = 0;
                long last = 1;
                while (!done.get()) {
                  Sum sum = store.peek("hot");
                  assertThat(sum).as("read %d", times).isNotNull();
                  long now = sum.value;
                  assertThat(now).as("read %d", times).isGreaterThanOrEqualTo(last);
                  last = now;
                  times++;
                }
                return times;
              });
      for (int n = 0; n < 3_000; n++) {
        input.pipeInput("hot+a" + n % 7 + "+b" + n % 5 + "+c" + n % 11, 1L);
      }
      done.set(true);
      assertThat(reads.get(1, TimeUnit.MINUTES)).isPositive();
      assertThat(evicted).filteredOn("hot"::equals).hasSizeGreaterThan(100);
    }
  }

  @Test
  void shouldKeepWhatItEvictsBeforeItIsCommitted() {
    try (TopologyTestDriver driver = driver(3 * ROW_BYTES)) {
      input(driver).pipeInput("a+b+c+d+e+f+a+b+c", 2L);
      assertThat(all())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("a", 4L, "b", 4L, "c", 4L, "d", 2L, "e", 2L, "f", 2L));
      assertThat(order.indexOf("write a")).isLessThan(order.indexOf("hook"));
      assertThat(order).filteredOn("write a"::equals).hasSizeGreaterThan(1);
    }
  }

  @Test
  void shouldForgetWhatWasNotCommittedWhenTheTaskIsAborted() {
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      input(driver).pipeInput("a", 5L);
      store.get("a").value = 99; // learned, and not committed
      store.markDirty("a", store.get("a"));
      store.clearCache(); // as Kafka Streams does when it closes a task dirty
      assertThat(store.get("a").value).isEqualTo(5);
      assertThat(store.peek("b")).isNull();
    }
  }

  @Test
  void shouldNotCommitRowsThatNobodySpeaksFor() {
    TopologyTestDriver driver = driver(10 * ROW_BYTES);
    TestInputTopic<String, Long> input = input(driver);
    input.pipeInput("a", 5L);
    assertThatThrownBy(() -> input.pipeInput("a", 0L)).hasStackTraceContaining("has changed rows");
    store.clearCache();
    driver.close();
  }

  @Test
  void shouldRefuseAHookWhereNoneWasAskedFor() {
    hooked = false;
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      input(driver).pipeInput("a", 5L);
      assertThat(all()).containsEntry("a", 5L);
      assertThatThrownBy(() -> store.beforeCommit(() -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(STORE);
    }
  }

  @Test
  void shouldDeleteARowWithItsRecords() {
    hooked = false;
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      input(driver).pipeInput("a", 5L);
      input(driver).pipeInput("b", 6L);
      store.delete("a", store.get("a"));
      assertThat(store.get("a")).isNull();
      assertThat(all()).containsOnlyKeys("b");
      assertThat(evicted).as("it did not leave, it is no more").isEmpty();
      input(driver).pipeInput("b", 7L); // and the driver takes notice
      assertThat(changelog.readKeyValuesToList())
          .filteredOn(change -> change.value == null)
          .as("the row and its further record")
          .hasSize(2);
      store.delete("b", store.get("b"));
      assertThat(store.isEmpty()).isTrue();
    }
  }

  // In the order of the store, and nothing else that lies in it.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40, 41, 100})
  void shouldTellTheKeysPageByPage(int page) {
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      assertThat(store.isEmpty()).isTrue();
      assertThat(store.keysAfter(null, page)).isEmpty();
      TreeSet<String> all = new TreeSet<>();
      for (int n = 0; n < 40; n++) {
        String key = "k" + n * n; // some begin with others
        input(driver).pipeInput(key, 1L);
        all.add(key);
      }
      assertThat(store.isEmpty()).isFalse();
      assertThat(store.taskRecord()).as("behind them").isNotNull();
      List<String> seen = new ArrayList<>();
      for (List<String> keys = store.keysAfter(null, page);
          !keys.isEmpty();
          keys = store.keysAfter(keys.getLast(), page)) {
        assertThat(keys).hasSizeLessThanOrEqualTo(page);
        seen.addAll(keys);
      }
      assertThat(seen).containsExactlyElementsOf(all);
      assertThat(all()).containsOnlyKeys(all);
    }
  }

  // Those in memory not at all.
  @Test
  void shouldReadEachRowOnceWhenAllAreVisited() {
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      for (int n = 0; n < 40; n++) {
        input(driver).pipeInput("k" + n, 1L);
      }
      decoded = 0;
      assertThat(all()).hasSize(40);
      assertThat(decoded).isEqualTo(30);
    }
  }

  @Test
  void shouldTellNobodyOfRowsThatLeaveWithTheTask() {
    try (TopologyTestDriver driver = driver(10 * ROW_BYTES)) {
      input(driver).pipeInput("a+b", 5L);
      store.clearCache();
      store.get("a");
      store.noMoreCommits();
    }
    assertThat(evicted).isEmpty();
  }
}
