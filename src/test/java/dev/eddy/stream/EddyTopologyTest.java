package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.event.Rating;
import dev.eddy.event.RejectReason;
import dev.eddy.factorization.InMemoryRecommender;
import dev.eddy.kernel.TopN;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    LearnTask task = eddy.task();
    long standing = task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed();
    assertThat(standing).isEqualTo(expected);
    assertThat(eddy.userSum()).isEqualTo((int) expected);
    assertThat(eddy.index.countSum()).isEqualTo(expected);
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
    LearnTask task = eddy.task();
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
    assertThat(eddy.task().user("u")).isNull();
    assertThat(eddy.task().history("u")).isEmpty();
    assertSumsAgree(0);
    eddy.rate("u", "i1", 3, 1);
    assertThat(eddy.task().history("u")).hasSize(1);
    assertSumsAgree(1);
  }

  /// Most events write one record; what lies in chunks goes with the user, and a duplicate writes
  /// nothing.
  @Test
  void shouldKeepTheNewestRatingsWithTheRowAndOlderOnesBeside() {
    TestOutputTopic<byte[], byte[]> rows = changelog(LearnProcessor.ROWS);
    TestOutputTopic<byte[], byte[]> histories = changelog(LearnProcessor.HISTORIES);
    for (int n = 0; n < 100; n++) {
      eddy.rate("u", "i" + n, 4, 1000 + n);
    }
    assertThat(eddy.task().history("u")).hasSize(100);
    assertThat(rowsOf("u", rows)).hasSize(100);
    assertThat(histories.readRecordsToList())
        .as("a record for each sixteen ratings")
        .hasSize(6)
        .allMatch(record -> record.value() != null);
    eddy.rate("u", "i" + 99, 4, 1000 + 99);
    assertThat(rowsOf("u", rows)).as("the same event again").isEmpty();
    eddy.rate("u", "i" + 3, 2, 5000);
    assertThat(histories.readRecordsToList()).as("an old rating changed").hasSize(1);
    rowsOf("u", rows);
    eddy.sendRaw(TopologyFixture.utf8("u"), null);
    assertThat(rowsOf("u", rows)).extracting(TestRecord::value).containsExactly((byte[]) null);
    assertThat(histories.readRecordsToList())
        .as("both chunks")
        .hasSize(2)
        .allMatch(record -> record.value() == null);
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

  private static List<TestRecord<byte[], byte[]>> rowsOf(
      String user, TestOutputTopic<byte[], byte[]> rows) {
    return rows.readRecordsToList().stream()
        .filter(record -> Arrays.equals(record.key(), TopologyFixture.utf8(user)))
        .toList();
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
    eddy.send(new Rating("u", "b", OptionalDouble.of(0.5), 200, 0, "", ""));
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

  @Test
  void shouldPredictAsTheLibraryDoes() {
    long seed = 3;
    Random random = new Random(seed);
    InMemoryRecommender library = new InMemoryRecommender(eddy.model);
    for (int n = 0; n < 2_000; n++) {
      String user = "u" + random.nextInt(30);
      String item = "i" + random.nextInt(50);
      double rating = 0.5 + 0.5 * random.nextInt(10);
      library.rate(user, item, rating, n);
      eddy.rate(user, item, rating, n);
    }
    eddy.rest(); // what rehearsal alone has moved is merged a little later
    for (int u = 0; u < 30; u++) {
      for (int i = 0; i < 50; i++) {
        float streamed =
            eddy.model.predict(
                eddy.index.shared(),
                eddy.task().user("u" + u).values(),
                eddy.index.merged(eddy.index.find("i" + i)).values());
        assertThat(streamed)
            .as("seed %d, user %d, item %d", seed, u, i)
            .isCloseTo(library.predict("u" + u, "i" + i), within(2e-3f));
      }
    }
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

  @Test
  void shouldStartUsersByTheirAttributesAndForgetThem() {
    for (int u = 0; u < 60; u++) {
      String kind = u % 2 == 0 ? "kind" : "strict";
      eddy.sendUser("u" + u, "{\"userId\":\"u%d\",\"mood\":\"%s\"}".formatted(u, kind));
      for (int i = 0; i < 4; i++) {
        eddy.rate("u" + u, "i" + i, u % 2 == 0 ? 5 : 2, 100 + u);
      }
    }
    eddy.sendUser("a", "{\"userId\":\"a\",\"mood\":\"kind\"}");
    eddy.sendUser("b", "{\"userId\":\"b\",\"mood\":\"strict\"}");
    float kind = eddy.model.userBias(eddy.newcomers.user("a"));
    float strict = eddy.model.userBias(eddy.newcomers.user("b"));
    assertThat(kind).isGreaterThan(strict + 0.2f);
    eddy.sendRaw(TopologyFixture.utf8("a"), null);
    eddy.sendUser("b", null);
    assertThat(eddy.model.userBias(eddy.newcomers.user("a")))
        .isStrictlyBetween(strict + 0.05f, kind - 0.05f);
    assertThat(eddy.usersPublished())
        .as("so that they do not come back with the next generation")
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo(TopologyFixture.utf8("a"));
              assertThat(record.value()).isNull();
            });
    assertThat(eddy.task().features("a")).isEmpty();
    assertThat(eddy.task().features("b")).isEmpty();
    assertSumsAgree(240);
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
