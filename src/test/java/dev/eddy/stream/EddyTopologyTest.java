package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.eddy.event.EventSettings;
import dev.eddy.event.Rating;
import dev.eddy.event.RejectReason;
import dev.eddy.factorization.Learned;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.failure.OtherModelException;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.index.Representatives;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.learn.AttributedUser;
import dev.eddy.stream.learn.AttributesProcessor;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.learn.SolvingAhead;
import dev.eddy.stream.record.DeadLetters;
import dev.eddy.stream.record.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EddyTopologyTest {

  @TempDir Path folder;

  private TopologyFixture eddy;

  @BeforeEach
  void start() {
    eddy = new TopologyFixture(folder);
  }

  @AfterEach
  void stop() {
    eddy.close();
  }

  private void assertSumsAgree(long expected) {
    PartitionView task = eddy.task();
    long standing = task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed();
    assertThat(standing).isEqualTo(expected);
    assertThat(eddy.userSum()).isEqualTo((int) expected);
    assertThat(eddy.index.countSum()).isEqualTo(expected);
  }

  private void onlyThreeAMinute() {
    EventSettings usual = eddy.events;
    eddy.events =
        new EventSettings(
            usual.scaleMin(),
            usual.scaleMax(),
            usual.maxRecordBytes(),
            usual.maxAheadMs(),
            usual.timestamps(),
            3,
            usual.kinds());
    eddy.restart();
  }

  @Test
  void shouldRefuseWhoDoesTooMuchInAMinute() {
    onlyThreeAMinute();
    for (int n = 0; n < 3; n++) {
      eddy.rate("u", "a", 1 + n, 60_000 + n); // each in place of the last
    }
    eddy.rate("u", "a", 5, 60_003);
    eddy.rate("v", "a", 2, 60_003);
    eddy.restart();
    eddy.rate("u", "b", 5, 61_000); // what was counted is kept
    eddy.rate("u", "b", 5, 30_000); // an earlier minute is none of its own
    eddy.rate("u", "b", 4, 120_000);
    PartitionView task = eddy.task();
    assertThat(task.count(Outcome.REJECTED)).isEqualTo(3);
    assertThat(task.count(RejectReason.TOO_MANY_A_MINUTE)).isEqualTo(3);
    assertThat(eddy.deadLetters())
        .hasSize(2) // of the second start
        .allSatisfy(
            letter ->
                assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                    .isEqualTo("too many a minute"));
    assertThat(eddy.history("u").ratingOf(eddy.index.find("a"))).isEqualTo(3);
    assertThat(eddy.history("u").ratingOf(eddy.index.find("b"))).isEqualTo(4);
    assertSumsAgree(3);
  }

  @Test
  void shouldLetAClockThatRanAheadUseUpNoLaterMinute() {
    onlyThreeAMinute();
    long inAnHour = TopologyFixture.NOW + 3_600_000;
    for (int n = 0; n < 3; n++) {
      eddy.send(Rating.of("u", "a" + n, 4, inAnHour), TopologyFixture.NOW);
    }
    for (int n = 0; n < 3; n++) { // a minute later
      eddy.send(Rating.of("u", "b" + n, 4, inAnHour), TopologyFixture.NOW + 60_000);
    }
    assertThat(eddy.task().count(RejectReason.TOO_MANY_A_MINUTE)).isZero();
    eddy.send(Rating.of("u", "c", 4, inAnHour), TopologyFixture.NOW + 60_000);
    assertThat(eddy.task().count(RejectReason.TOO_MANY_A_MINUTE)).isEqualTo(1);
  }

  @Test
  void shouldGiveEachRecordExactlyOneOutcome() {
    eddy.rate("u", "a", 4, 100);
    eddy.rate("u", "b", 3, 100);
    eddy.rate("u", "a", 5, 200);
    eddy.rate("u", "a", 4, 100);
    eddy.send(Rating.withdrawal("u", "b", 300));
    eddy.rate("v", "a", 2, 100);
    eddy.sendRaw(TopologyFixture.utf8("u"), TopologyFixture.utf8("rubbish"));
    eddy.sendRaw(TopologyFixture.utf8("v"), null);
    PartitionView task = eddy.task();
    assertThat(task.count(Outcome.NEW)).isEqualTo(3);
    assertThat(task.count(Outcome.REPLACED)).isEqualTo(1);
    assertThat(task.count(Outcome.IGNORED)).isEqualTo(1);
    assertThat(task.count(Outcome.WITHDRAWN)).isEqualTo(1);
    assertThat(task.count(Outcome.REJECTED)).isEqualTo(1);
    assertThat(task.count(Outcome.FORGOTTEN)).isEqualTo(1);
    assertThat(task.count(RejectReason.NOT_JSON)).isEqualTo(1);
    assertThat(task.removed()).isEqualTo(1);
    assertThat(task.score().n()).isEqualTo(4);
    assertThat(eddy.registry.counter("eddy.events", "outcome", "new").count()).isEqualTo(3);
    assertSumsAgree(1);
  }

  @Test
  void shouldForgetAUserWhollyAndTakeThemBackAsNew() {
    for (int i = 0; i < 600; i++) {
      eddy.rate("u", "i" + i, 4, i);
    }
    eddy.sendRaw(TopologyFixture.utf8("u"), null);
    assertThat(eddy.task().find("u")).isNull();
    assertSumsAgree(0);
    eddy.rate("u", "i1", 3, 1);
    assertThat(eddy.history("u").size()).isEqualTo(1);
    assertSumsAgree(1);
  }

  // Most events write one record; older ratings lie in records of their own, which go with the
  // user, and a duplicate writes nothing.
  @Test
  void shouldLogWhatHappenedAndNothingElse() {
    TestOutputTopic<byte[], byte[]> log = changelog(LearnProcessor.HISTORIES);
    for (int n = 0; n < 100; n++) {
      eddy.rate("u", "i" + n, 4, 1000 + n);
    }
    List<TestRecord<byte[], byte[]>> written = log.readRecordsToList();
    assertThat(written).filteredOn(record -> isHead("u", record)).hasSize(100);
    assertThat(written)
        .filteredOn(EddyTopologyTest::isFurther)
        .as("a record for each sixteen ratings")
        .hasSize(6)
        .allMatch(record -> record.value() != null);
    eddy.rate("u", "i" + 99, 4, 1000 + 99);
    assertThat(log.readRecordsToList())
        .as("the same event again changes what the task has counted")
        .noneMatch(record -> isHead("u", record) || isFurther(record))
        .hasSize(1);
    eddy.rate("u", "i" + 3, 2, 5000);
    assertThat(log.readRecordsToList())
        .filteredOn(EddyTopologyTest::isFurther)
        .as("an old rating changed")
        .hasSize(1);
    eddy.sendRaw(TopologyFixture.utf8("u"), null);
    assertThat(log.readRecordsToList())
        .filteredOn(record -> record.value() == null)
        .as("the head and each block")
        .hasSize(7);
    assertThat(eddy.driver.producedTopicNames())
        .as("what follows from histories is logged nowhere")
        .anyMatch(topic -> topic.contains("-" + LearnProcessor.HISTORIES + "-"))
        .noneMatch(topic -> topic.contains("-" + LearnProcessor.ROWS + "-"));
  }

  private static boolean isHead(String user, TestRecord<byte[], byte[]> record) {
    return Arrays.equals(record.key(), TopologyFixture.utf8(user));
  }

  /// Further records begin with 0xFF; the task's own is that alone.
  private static boolean isFurther(TestRecord<byte[], byte[]> record) {
    return record.key()[0] == (byte) 0xFF && record.key().length > 1;
  }

  private TestOutputTopic<byte[], byte[]> changelog(String store) {
    return eddy.driver.createOutputTopic(
        eddy.driver.producedTopicNames().stream()
            .filter(topic -> topic.endsWith("-" + store + "-changelog"))
            .findFirst()
            .orElse("test-" + store + "-changelog"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Test
  void shouldSendBadRecordsWholeToTheDeadLettersWithReasonAndOrigin() {
    byte[] binary = {(byte) 0xFF, 0, 1};
    eddy.rate("u", "a", 4, 100);
    eddy.sendRaw(TopologyFixture.utf8("u"), binary);
    eddy.sendRaw(null, TopologyFixture.utf8("{}"));
    eddy.send(Rating.of("u", "a", 99, 100));
    assertThat(eddy.deadLetters())
        .satisfiesExactly(
            letter -> {
              assertThat(letter.value()).isEqualTo(binary);
              assertThat(letter.key()).isEqualTo(TopologyFixture.utf8("u"));
              assertLetter(letter, "not JSON", 1);
            },
            letter -> {
              assertThat(letter.key()).isNull();
              assertLetter(letter, "missing key", 2);
            },
            letter -> assertLetter(letter, "rating out of scale", 3));
    assertSumsAgree(1);
  }

  private static void assertLetter(TestRecord<byte[], byte[]> letter, String reason, long offset) {
    assertThat(TopologyFixture.header(letter, DeadLetters.REASON)).isEqualTo(reason);
    assertThat(TopologyFixture.header(letter, DeadLetters.DETAIL)).isNotBlank();
    assertThat(TopologyFixture.header(letter, DeadLetters.TOPIC)).isEqualTo("ratings");
    assertThat(TopologyFixture.header(letter, DeadLetters.PARTITION)).isEqualTo("0");
    assertThat(TopologyFixture.header(letter, DeadLetters.OFFSET)).isEqualTo(Long.toString(offset));
  }

  @Test
  void shouldShortenADeadLetterThatWouldNotFit() {
    eddy.sendRaw(TopologyFixture.utf8("u"), new byte[DeadLetters.MAX_VALUE_BYTES + 1]);
    TestRecord<byte[], byte[]> letter = eddy.deadLetters().getFirst();
    assertThat(letter.value()).hasSize(DeadLetters.KEPT_BYTES);
    assertThat(TopologyFixture.header(letter, DeadLetters.REASON)).isEqualTo("record too large");
    assertThat(TopologyFixture.header(letter, DeadLetters.ORIGINAL_BYTES))
        .isEqualTo(Integer.toString(DeadLetters.MAX_VALUE_BYTES + 1));
    assertThat(TopologyFixture.header(letter, DeadLetters.SHA_256)).hasSize(64);
  }

  @Test
  void shouldShortenADeadLettersKeyAsWell() {
    eddy.sendRaw(new byte[100_000], TopologyFixture.utf8("{}"));
    eddy.sendRaw(new byte[100_000], null);
    assertThat(eddy.deadLetters())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.key()).hasSize(DeadLetters.MAX_KEY_BYTES);
              assertThat(DeadLetters.isShortened(letter.headers())).isTrue();
            });
  }

  @Test
  void shouldPutAnUnreadableDeltaIntoTheDeadLettersAndGoOn() {
    eddy.rate("u", "a", 4, 100);
    eddy.sendDelta(TopologyFixture.utf8("a"), new byte[] {1, 2, 3});
    eddy.sendDelta(TopologyFixture.utf8("a"), null);
    eddy.sendDelta(null, new byte[] {1});
    eddy.rate("u", "b", 4, 100);
    assertThat(eddy.deadLetters())
        .hasSize(3)
        .allSatisfy(
            letter ->
                assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                    .isEqualTo(DeadLetters.UNREADABLE_DELTA));
    assertSumsAgree(2);
  }

  // A build that is older than the sender: what it reads must wait for one that is not.
  @Test
  void shouldStopAtADeltaOfAnotherFormat() {
    eddy.rate("u", "a", 4, 100);
    assertThatThrownBy(() -> eddy.sendDelta(TopologyFixture.utf8("a"), new byte[] {2, 2, 3}))
        .hasRootCauseInstanceOf(UnknownFormatException.class)
        .hasStackTraceContaining("format version 2");
    assertThat(eddy.deadLetters()).isEmpty();
  }

  @Test
  void shouldStopAtAMergedRowOfAnotherFormat() {
    TestInputTopic<byte[], byte[]> factors =
        eddy.driver.createInputTopic(
            "item-factors-g1", new ByteArraySerializer(), new ByteArraySerializer());
    factors.pipeInput(TopologyFixture.utf8("a"), TopologyFixture.utf8("damaged"));
    assertThat(eddy.registry.counter("eddy.records.unreadable").count()).isEqualTo(1);
    assertThatThrownBy(() -> factors.pipeInput(TopologyFixture.utf8("a"), new byte[] {2, 2, 3}))
        .hasStackTraceContaining("format version 2");
  }

  // Whoever changed the settings can change them back; scans cannot work with both.
  @Test
  void shouldStopAtAMergedRowOfAnotherModel() {
    TestInputTopic<byte[], byte[]> factors =
        eddy.driver.createInputTopic(
            "item-factors-g1", new ByteArraySerializer(), new ByteArraySerializer());
    byte[] row = ItemRowCodec.encode(new MergedItem(new float[7], 1, Sequences.NONE));
    assertThatThrownBy(() -> factors.pipeInput(TopologyFixture.utf8("a"), row))
        .hasStackTraceContaining(OtherModelException.class.getName())
        .hasStackTraceContaining("has 7 floats")
        .hasStackTraceContaining("learning.factors");
  }

  // One of them in what all share would make every score no number.
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE})
  void shouldPutADeltaThatIsNoNumberIntoTheDeadLetters(float damage) {
    rateMany(eddy);
    for (String id : List.of("", "i1", "i2", "\0i7")) {
      float[] change = new float[RowKind.of(id).layout(eddy.model).length()];
      change[1] = damage;
      ItemDelta delta = new ItemDelta(0, 1_000, 0, null, change, 0);
      eddy.sendDelta(TopologyFixture.utf8(id), ItemDeltaCodec.encode(delta));
    }
    assertThat(eddy.deadLetters()).hasSize(4);
    float before = eddy.predict(eddy.solve("u"), "i0");
    eddy.rate("w", "i0", 5, 3_000);
    assertThat(eddy.predict(eddy.solve("u"), "i0")).isFinite().isNotEqualTo(before);
    assertThat(Representatives.of(eddy.model, eddy.index, 3)).isNotNull();
    assertSumsAgree(81);
  }

  // As where memory runs out. What is in memory is half a change then, until the task is closed.
  @Test
  void shouldLetReadersThroughAfterLearningFailedInAChange() {
    rateMany(eddy);
    MergedItem damaged = new MergedItem(new float[3], 1, Sequences.NONE);
    assertThatThrownBy(() -> eddy.index.put("i3", damaged)).isNotNull();
    assertThatThrownBy(
            () -> {
              for (int n = 40; n < 60; n++) { // once it is solved anew
                eddy.rate("u", "i" + n, 3, 2_000 + n);
              }
            })
        .isNotNull();
    UserRow row = eddy.row("u");
    UserRow.Snapshot snapshot =
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> row.snapshot());
    assertThat(snapshot.isSolved()).as("half a change is never shown").isFalse();
  }

  @Test
  void shouldRejectAWrongPartition() {
    eddy.tasks.setPartitions(1000);
    eddy.rate("u", "a", 4, 100);
    assertThat(TopologyFixture.header(eddy.deadLetters().getFirst(), DeadLetters.REASON))
        .isEqualTo("wrong partition");
  }

  @Test
  void shouldHonourAWeightOfZero() {
    eddy.rate("u", "a", 4, 100);
    eddy.send(Rating.plain("u", "b", OptionalDouble.of(0.5), 200, 0, "", ""));
    eddy.rate("u", "c", 0.5, 200);
    assertThat(bias("b")).as("it starts at the mean, and stays").isPositive();
    assertThat(bias("c")).isLessThan(-0.1f);
    assertSumsAgree(3);
  }

  private float bias(String item) {
    return eddy.model.itemBias(eddy.index.merged(eddy.index.find(item)).values());
  }

  @Test
  void shouldTakeInTheCatalogAndSkipBadEntries() {
    eddy.sendItem("a", "{\"itemId\":\"a\",\"title\":\"Alien\",\"genres\":[\"Horror\"]}");
    eddy.sendItem("b", "nonsense");
    eddy.sendItem("c", "{\"itemId\":\"other\"}");
    eddy.sendItem("d", "{\"itemId\":\"d\",\"title\":\"Dune\"}");
    eddy.sendItem("d", null);
    assertThat(eddy.catalog.get("a").title()).isEqualTo("Alien");
    assertThat(eddy.catalog.all()).hasSize(1);
    assertThat(eddy.catalog.get("zzz").title()).isEqualTo("zzz");
    assertThat(eddy.registry.counter("eddy.records.unreadable").count()).isEqualTo(2);
  }

  private static final int USERS = 30;
  private static final int ITEMS = 50;

  /// Sends the same random ratings to both, and returns the sum of the squared errors of what the
  /// library predicted.
  private double rateBoth(RatingRecommender library, SplittableRandom random, int from, int to) {
    double squares = 0;
    for (int n = from; n < to; n++) {
      String user = "u" + random.nextInt(USERS);
      String item = "i" + random.nextInt(ITEMS);
      double rating = 0.5 + 0.5 * random.nextInt(10);
      Learned learned = library.rate(user, item, rating, n);
      squares += learned.scored() ? Math.pow(learned.prediction() - rating, 2) : 0;
      eddy.rate(user, item, rating, n);
    }
    return squares;
  }

  /// Returns how far predictions are from the library's, of all users and items, in ratings.
  private DoubleSummaryStatistics differencesFrom(RatingRecommender library) {
    DoubleSummaryStatistics differences = new DoubleSummaryStatistics();
    for (int u = 0; u < USERS; u++) {
      float[] row = eddy.solve("u" + u);
      for (int i = 0; i < ITEMS; i++) {
        float theirs = eddy.model.toRating(library.score("u" + u, "i" + i));
        differences.accept(Math.abs(eddy.predict(row, "i" + i) - theirs));
      }
    }
    return differences;
  }

  /// Of sums in another order.
  private static final double ROUNDING = 2e-3;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldPredictAsTheLibraryDoes(long seed) {
    RatingRecommender library = new RatingRecommender(eddy.model);
    double squares = rateBoth(library, new SplittableRandom(seed), 0, 2_000);
    assertThat(differencesFrom(library).getMax()).as("seed %d", seed).isLessThan(ROUNDING);
    assertThat(eddy.task().score().squares())
        .as("seed %d, errors of the predictions before each rating", seed)
        .isCloseTo(squares, within(1e-4 * squares));
  }

  // Rows that are solved anew fit a little better than those that were brought up to date, and
  // items learn from either.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldPredictAsTheLibraryDoesThoughItIsStoppedOnTheWay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RatingRecommender library = new RatingRecommender(eddy.model);
    double squares = rateBoth(library, random, 0, 1_000);
    long standing = eddy.index.countSum();
    eddy.restart();
    assertSumsAgree(standing);
    assertThat(differencesFrom(library).getMax())
        .as("seed %d, started again", seed)
        .isLessThan(ROUNDING);
    squares += rateBoth(library, random, 1_000, 2_000);
    assertSumsAgree(eddy.index.countSum());
    DoubleSummaryStatistics differences = differencesFrom(library);
    assertThat(differences.getAverage()).as("seed %d, on average", seed).isLessThan(0.02);
    assertThat(differences.getMax()).as("seed %d, at most", seed).isLessThan(0.2);
    assertThat(eddy.task().score().squares())
        .as("seed %d, errors of the predictions before each rating", seed)
        .isCloseTo(squares, within(0.01 * squares));
  }

  // Nothing that is asked for changes, and what the learner and the search for similar users have
  // at hand is as far from that as it was.
  @Test
  void shouldHaveTheSameRowsAgainAfterAStop() {
    long seed = 4;
    rateBoth(new RatingRecommender(eddy.model), new SplittableRandom(seed), 0, 2_000);
    float[][] asked = new float[USERS][];
    float[][] atHand = new float[USERS][];
    for (int u = 0; u < USERS; u++) {
      asked[u] = eddy.solve("u" + u);
      atHand[u] = eddy.rowAtHand("u" + u);
    }
    eddy.restart();
    for (int u = 0; u < USERS; u++) {
      assertThat(eddy.solve("u" + u)).as("seed %d, user %d", seed, u).containsExactly(asked[u]);
      assertThat(eddy.rowAtHand("u" + u)).as("seed %d, user %d", seed, u).isNull();
    }
    eddy.driver.advanceWallClockTime(SolvingAhead.INTERVAL);
    DoubleSummaryStatistics differences = new DoubleSummaryStatistics();
    for (int u = 0; u < USERS; u++) {
      float[] row = eddy.rowAtHand("u" + u);
      assertThat(row).as("seed %d, user %d", seed, u).containsExactly(asked[u]);
      for (int i = 0; i < ITEMS; i++) {
        differences.accept(Math.abs(eddy.predict(row, "i" + i) - eddy.predict(atHand[u], "i" + i)));
      }
    }
    assertThat(differences.getAverage()).as("seed %d", seed).isLessThan(0.05);
  }

  private void putAside(String userId, History.Stamp stamp, float[] row) {
    SolvedRows rows = eddy.solvedRows();
    rows.put(userId, stamp, row);
    rows.apply();
  }

  private static void rateMany(TopologyFixture eddy) {
    for (int n = 0; n < 40; n++) {
      eddy.rate("u", "i" + n, 1 + n % 4, 1_000 + n);
      eddy.rate("v", "i" + n, 4 - n % 4, 1_000 + n);
    }
  }

  private float[] strange() {
    float[] row = eddy.solve("u");
    for (int i = 0; i < row.length; i++) {
      row[i] += 3;
    }
    return row;
  }

  // With forty ratings, one more moves the row at hand by a step only.
  @Test
  void shouldGoOnFromTheRowThatWasPutAside() {
    rateMany(eddy);
    float[] strange = strange();
    eddy.restart();
    putAside("u", eddy.history("u").stamp(), strange);
    assertThat(eddy.rowAtHand("u")).containsExactly(strange);
    eddy.rate("u", "i40", 3, 2_000);
    assertThat(SomeRows.distance(eddy.model, eddy.row("u").values(), strange)).isBetween(1e-6f, 1f);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "-1, 0", "0, 1", "0, -1"})
  void shouldNeverUseARowOfAnotherHistory(int offsets, int changes) {
    rateMany(eddy);
    float[] strange = strange();
    eddy.restart();
    History.Stamp stamp = eddy.history("u").stamp();
    putAside("u", new History.Stamp(stamp.offset() + offsets, stamp.changes() + changes), strange);
    assertThat(eddy.rowAtHand("u")).isNull();
    eddy.rate("u", "i40", 3, 2_000);
    assertThat(SomeRows.distance(eddy.model, eddy.row("u").values(), strange)).isGreaterThan(5);
    assertThat(SomeRows.distance(eddy.model, eddy.row("u").values(), eddy.solve("u")))
        .isLessThan(1);
  }

  // What was put aside before is of another history then.
  @Test
  void shouldNotUseARowAfterARatingWasWithdrawnOrReplaced() {
    rateMany(eddy);
    putAside("u", eddy.history("u").stamp(), strange());
    eddy.send(Rating.withdrawal("u", "i3", 2_000));
    eddy.restart();
    assertThat(eddy.rowAtHand("u")).as("withdrawn").isNull();
    putAside("u", eddy.history("u").stamp(), strange());
    assertThat(eddy.rowAtHand("u")).isNotNull();
    eddy.rate("u", "i4", 5, 2_000);
    eddy.restart();
    assertThat(eddy.rowAtHand("u")).as("replaced").isNull();
  }

  // Of two users with the same ratings, but for one that the one withdrew.
  @Test
  void shouldKeepNoTraceOfAWithdrawnRatingInTheRow() {
    for (int n = 0; n < 30; n++) { // an item that tells one taste from the other
      eddy.rate("kind" + n, "telling", 5, 100 + n);
      eddy.rate("strict" + n, "telling", 1, 100 + n);
      eddy.rate("kind" + n, "a", 5, 100 + n);
      eddy.rate("strict" + n, "a", 1, 100 + n);
    }
    eddy.rate("u", "b", 3, 1_000);
    eddy.rate("u", "telling", 1, 1_001);
    float[] with = eddy.solve("u");
    eddy.send(Rating.withdrawal("u", "telling", 1_002));
    assertThat(eddy.rowAtHand("u")).as("it is solved at once").isNotEqualTo(with);
    eddy.rate("u", "c", 3, 1_003);
    History never = new History();
    for (History.Entry entry : eddy.history("u").view().entries()) {
      if (entry.live()) {
        never.apply(entry);
      }
    }
    float[] without = eddy.solve("u", never.view());
    assertThat(eddy.solve("u")).as("as it is told").containsExactly(without);
    float trace = SomeRows.distance(eddy.model, eddy.row("u").values(), without);
    float told = SomeRows.distance(eddy.model, with, without);
    assertThat(trace).as("what the learner goes on from").isLessThan(told / 10);
  }

  @Test
  void shouldForgetTheRowThatWasPutAsideWithTheUser() {
    rateMany(eddy);
    eddy.restart();
    eddy.driver.advanceWallClockTime(SolvingAhead.INTERVAL);
    History.Stamp stamp = eddy.history("u").stamp();
    assertThat(eddy.solvedRows().find("u", stamp)).isNotNull();
    eddy.sendRaw(TopologyFixture.utf8("u"), null);
    assertThat(eddy.solvedRows().find("u", stamp)).isNull();
    try (KeyValueIterator<Bytes, byte[]> rows =
        eddy.driver.<Bytes, byte[]>getKeyValueStore(LearnProcessor.ROWS).all()) {
      assertThat(rows).toIterable().as("that of v").hasSize(1);
    }
  }

  private void learnAttributes() {
    for (int u = 0; u < 60; u++) {
      String kind = u % 2 == 0 ? "kind" : "strict";
      eddy.sendUser("u" + u, "{\"userId\":\"u%d\",\"mood\":\"%s\"}".formatted(u, kind));
      for (int i = 0; i < 4; i++) {
        eddy.rate("u" + u, "i" + i, u % 2 == 0 ? 5 : 2, 100 + u);
      }
    }
  }

  // Whether they are in memory or their rows were put aside.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldStartUsersElsewhereOnceAttributesArrive(boolean stopped) {
    learnAttributes();
    for (String user : List.of("a", "b", "c")) {
      for (int i = 0; i < 63; i++) {
        eddy.rate(user, "j" + i, 3, 500 + i);
      }
    }
    if (stopped) {
      eddy.restart();
      eddy.driver.advanceWallClockTime(SolvingAhead.INTERVAL);
    }
    eddy.sendUser("a", "{\"userId\":\"a\",\"mood\":\"kind\"}");
    eddy.sendUser("b", "{\"userId\":\"b\",\"mood\":\"strict\"}");
    for (String user : List.of("a", "b", "c")) {
      eddy.rate(user, "k", 3, 600); // a 64th, after which it is learned where users start
      eddy.rate(user, "j1", 3.5, 700); // then it is solved
    }
    assertThat(bias(eddy.row("a"))).isGreaterThan(bias(eddy.row("c")) + 0.005f);
    assertThat(bias(eddy.row("b"))).isLessThan(bias(eddy.row("c")) - 0.005f);
    float before = bias(eddy.row("b"));
    eddy.sendUser("b", null);
    eddy.rate("b", "j1", 3, 800);
    assertThat(bias(eddy.row("b"))).as("they are no more").isGreaterThan(before + 0.005f);
  }

  private float bias(UserRow row) {
    return eddy.model.userBias(row.values());
  }

  @Test
  void shouldTellTheMeanOfTheRatingsThatStand() {
    eddy.rate("u", "a", 4, 100);
    eddy.rate("v", "a", 2, 100);
    eddy.rate("w", "a", 5, 100);
    assertThat(mean("a")).isCloseTo(11 / 3.0, within(1e-4));
    eddy.rate("v", "a", 3, 200);
    assertThat(mean("a")).isCloseTo(4, within(1e-4));
    eddy.send(Rating.withdrawal("w", "a", 300));
    assertThat(mean("a")).isCloseTo(3.5, within(1e-4));
    eddy.sendRaw(TopologyFixture.utf8("u"), null);
    assertThat(mean("a")).isCloseTo(3, within(1e-4));
    eddy.send(Rating.withdrawal("v", "a", 400));
    assertThat(mean("a")).isNaN();
    eddy.rate("x", "a", 1, 500);
    assertThat(mean("a")).isCloseTo(1, within(1e-4));
  }

  private double mean(String item) {
    return eddy.model.meanRating(eddy.index.merged(eddy.index.find(item)).values());
  }

  private double startBias(String item) {
    return eddy.model.itemBias(eddy.newcomers.item(item));
  }

  @Test
  void shouldMakeACatalogEntryRecommendableAtItsMetadataRowBeforeAnyRating() {
    for (int i = 0; i < 40; i++) {
      eddy.sendItem("g" + i, "{\"itemId\":\"g%d\",\"genres\":[\"Good\"]}".formatted(i));
      eddy.sendItem("b" + i, "{\"itemId\":\"b%d\",\"genres\":[\"Bad\"]}".formatted(i));
      for (int u = 0; u < 4; u++) {
        eddy.rate("u" + u, "g" + i, 5, 100 + i);
        eddy.rate("u" + u, "b" + i, 1, 100 + i);
      }
    }
    eddy.sendItem("new-good", "{\"itemId\":\"new-good\",\"genres\":[\"Good\"]}");
    eddy.sendItem("new-bad", "{\"itemId\":\"new-bad\",\"genres\":[\"Bad\"]}");
    int good = eddy.index.find("new-good");
    assertThat(eddy.index.merged(good)).as("nobody has rated it").isNull();
    assertThat(eddy.model.itemBias(eddy.index.item(good).values()))
        .isGreaterThan(
            eddy.model.itemBias(eddy.index.item(eddy.index.find("new-bad")).values()) + 0.5f);
    assertThat(eddy.newcomers.startsByMetadata("new-good")).isTrue();
    assertThat(eddy.newcomers.startsByMetadata("nobody knows")).isFalse();
    TopN best = new TopN(1_000);
    eddy.index.scan(eddy.newcomers.user("someone"), number -> true, best);
    assertThat(best.drain(new float[best.size()])).contains(good).doesNotContain(0);
    assertThat(eddy.index.size()).as("rated items").isEqualTo(80);
    assertSumsAgree(320);

    int named = eddy.index.numberedEnd();
    eddy.newcomers.item("asked for only");
    eddy.newcomers.user("asked for only");
    assertThat(eddy.index.numberedEnd()).as("asking gives no numbers").isEqualTo(named);

    eddy.sendItem("new-good", null);
    assertThat(eddy.index.item(good)).as("it left the catalog unrated").isNull();
  }

  @Test
  void shouldMoveUnratedItemsToWhereTheyWouldStartToday() {
    eddy.sendItem("new", "{\"itemId\":\"new\",\"genres\":[\"Good\"]}");
    int number = eddy.index.find("new");
    double before = eddy.model.itemBias(eddy.index.item(number).values());
    for (int i = 0; i < 30; i++) {
      eddy.sendItem("g" + i, "{\"itemId\":\"g%d\",\"genres\":[\"Good\"]}".formatted(i));
      eddy.rate("u", "g" + i, 5, 100 + i);
    }
    eddy.newcomers.refresh();
    double after = eddy.model.itemBias(eddy.index.item(number).values());
    assertThat(after).isGreaterThan(before + 0.05);
    assertThat(after).isEqualTo(startBias("new"));
  }

  // The catalog may hold a million of them, and each that is put locks the index.
  @Test
  void shouldLeaveUnratedItemsAloneThatStartWhereTheyDid() {
    eddy.sendItem("new", "{\"itemId\":\"new\",\"genres\":[\"Good\"]}");
    eddy.rate("u", "a", 4, 100);
    eddy.newcomers.refresh();
    MergedItem start = eddy.index.item(eddy.index.find("new"));
    eddy.send(Rating.plain("v", "a", OptionalDouble.of(4), 200, 0, "", "")); // teaches nothing
    eddy.newcomers.refresh();
    assertThat(eddy.index.item(eddy.index.find("new"))).isSameAs(start);
  }

  @Test
  void shouldMoveUnratedItemsSomeAtATime() {
    for (int n = 0; n < 10; n++) {
      eddy.sendItem("n" + n, "{\"itemId\":\"n%d\",\"genres\":[\"Good\"]}".formatted(n));
    }
    for (int i = 0; i < 30; i++) {
      eddy.sendItem("g" + i, "{\"itemId\":\"g%d\",\"genres\":[\"Good\"]}".formatted(i));
      eddy.rate("u", "g" + i, 5, 100 + i);
    }
    int[] moved = new int[8];
    for (int step = 0; step < moved.length; step++) {
      eddy.newcomers.refresh(5);
      for (int n = 0; n < 10; n++) {
        double now = eddy.model.itemBias(eddy.index.item(eddy.index.find("n" + n)).values());
        moved[step] += now == startBias("n" + n) ? 1 : 0;
      }
    }
    assertThat(moved).isSorted();
    assertThat(moved[0]).as("of forty items five were looked at").isLessThan(6);
    assertThat(moved[7]).isEqualTo(10);
  }

  @Test
  void shouldStartUsersByTheirAttributesAndForgetThem() {
    learnAttributes();
    eddy.sendUser("a", "{\"userId\":\"a\",\"mood\":\"kind\"}");
    eddy.sendUser("b", "{\"userId\":\"b\",\"mood\":\"strict\"}");
    float kind = eddy.model.userBias(eddy.newcomers.user("a"));
    float strict = eddy.model.userBias(eddy.newcomers.user("b"));
    assertThat(kind).isGreaterThan(strict + 0.2f);
    eddy.sendUser("a", null);
    eddy.sendUser("b", null);
    assertThat(eddy.model.userBias(eddy.newcomers.user("a")))
        .isStrictlyBetween(strict + 0.05f, kind - 0.05f);
    assertThat(eddy.task().features("a")).isEmpty();
    assertThat(eddy.task().features("b")).isEmpty();
    assertSumsAgree(240);
  }

  // The two topics are read side by side, so what was put after a user was forgotten may be read
  // before; and a tombstone would be written after it.
  @Test
  void shouldKeepAttributesThatWerePutAfterAUserWasForgotten() {
    eddy.sendUser("a", "{\"userId\":\"a\",\"mood\":\"kind\"}");
    eddy.rate("a", "i", 4, 100);
    eddy.sendUser("a", null);
    eddy.sendUser("a", "{\"userId\":\"a\",\"mood\":\"strict\"}");
    eddy.sendRaw(TopologyFixture.utf8("a"), null);
    assertThat(eddy.task().attributes("a")).containsExactly(Map.entry("mood", "strict"));
    assertThat(eddy.task().find("a")).isNull();
    assertThat(eddy.usersPublished()).isEmpty();
  }

  // While attributes are told of somebody, others are kept as users without any.
  @Test
  void shouldKeepNothingOfAForgottenUserWithoutAttributes() {
    eddy.sendUser("b", "{\"userId\":\"b\",\"mood\":\"kind\"}");
    eddy.rate("a", "i", 4, 100);
    eddy.sendRaw(TopologyFixture.utf8("a"), null);
    WriteBackStore<AttributedUser> attributes = attributes();
    assertThat(attributes.peek("a")).isNull();
    assertThat(attributes.peek("b")).isNotNull();
  }

  @SuppressWarnings("unchecked") // the topology's own store
  private WriteBackStore<AttributedUser> attributes() {
    return (WriteBackStore<AttributedUser>)
        eddy.driver.getAllStateStores().get(AttributesProcessor.STORE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rubbish", "[]", "{}", "{\"userId\":7}", "{\"userId\":\"somebody else\"}"})
  void shouldSendAttributesThatCannotBeUsedToTheDeadLetters(String json) {
    eddy.sendUser("u", json);
    TestRecord<byte[], byte[]> letter = eddy.deadLetters().getFirst();
    assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
        .isEqualTo(DeadLetters.UNREADABLE_ATTRIBUTES);
    assertThat(TopologyFixture.header(letter, DeadLetters.TOPIC)).isEqualTo("users");
    assertThat(DeadLetters.wasRating(DeadLetters.UNREADABLE_ATTRIBUTES)).isFalse();
    eddy.rate("u", "i", 4, 100);
    assertSumsAgree(1);
  }

  @Test
  void shouldOutliveStrangeMetadata() {
    String tags =
        IntStream.range(0, 10_000).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));
    eddy.sendItem("a", "{\"itemId\":\"a\",\"tags\":[" + tags + "]}");
    eddy.sendItem("b", "{\"itemId\":\"b\",\"year\":\"late\",\"genres\":7}");
    eddy.sendItem("c", "{\"itemId\":\"c\",\"genres\":[\"\",\"never seen\"]}");
    eddy.sendUser("u", "{\"userId\":\"u\",\"age\":1e308,\"x\":{},\"y\":[1],\"z\":null,\"n\":\"\"}");
    for (String item : List.of("a", "b", "c")) {
      eddy.rate("u", item, 4, 100);
    }
    assertSumsAgree(3);
    for (String item : List.of("a", "b", "c")) {
      assertThat(eddy.model.itemBias(eddy.index.merged(eddy.index.find(item)).values())).isFinite();
    }
  }
}
