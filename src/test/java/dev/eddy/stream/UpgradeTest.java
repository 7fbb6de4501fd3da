package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.EventWriter;
import dev.eddy.event.Exposure;
import dev.eddy.event.Rating;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// State and topics that released versions wrote, a file for each in `src/test/resources/upgrade`,
/// read by this one: every value as the version that wrote it read it itself. A file is never
/// written anew; a release adds one:
///
/// ```
/// ./mvnw test -Dtest=UpgradeTest -Deddy.upgrade.version=0.2.0
/// ```
class UpgradeTest {

  private static final Path FOLDER = Path.of("src/test/resources/upgrade");

  private static final String WRITE = "eddy.upgrade.version";

  private static final long START = TopologyFixture.NOW - 3_600_000;

  @TempDir private Path folder;

  static Stream<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldReadWhatAVersionWroteAsThatVersionDid(Path file) throws Exception {
    WrittenRecords written = WrittenRecords.read(file);
    assertThat(new WrittenReader().read(written.records())).isEqualTo(written.reads());
    assertThat(written.reads()).hasSizeGreaterThan(40);
    // And as it was sent; the inputs are the same for every version.
    assertThat(written.reads())
        .contains(
            "ratings ann Alien OptionalDouble[4.5] at " + START + " weight 1.0",
            "users ann {age=33, occupation=writer}",
            "items Heat Heat (1995) [Crime] 1995 [heist] false",
            "exposures r1 ann [Heat, Emma] model at " + (START + 20))
        .anyMatch(line -> line.startsWith("user-rows-changelog ann count 2 "))
        .anyMatch(
            line ->
                line.startsWith("user-rows-changelog (task) ")
                    && line.contains("new=5")
                    && line.contains("withdrawn=1"))
        .anyMatch(
            line ->
                line.startsWith("user-history-changelog ann [Alien is 4.5 weight 1.0 at " + START)
                    && line.contains("[Emma was "))
        .anyMatch(line -> line.startsWith("item-factors-g1 Alien count 2 "))
        .anyMatch(line -> line.startsWith("item-rows-changelog Alien count 2 "));
    assertThat(topics(written.records()))
        .containsExactlyInAnyOrder(
            "ratings",
            "items",
            "users",
            "exposures",
            "item-deltas-g1",
            "item-factors-g1",
            "drift-counts-g1",
            "drift-signals",
            "user-rows-changelog",
            "user-history-changelog",
            "user-attributes-changelog",
            "user-shown-changelog",
            "item-rows-changelog",
            "drift-ledger-changelog");
  }

  private static Set<String> topics(List<WrittenRecords.Written> records) {
    Set<String> topics = new TreeSet<>();
    records.forEach(record -> topics.add(record.topic()));
    return topics;
  }

  @Test
  @EnabledIfSystemProperty(named = WRITE, matches = "[0-9.]+")
  void shouldWriteTheFileOfThisVersion() throws Exception {
    Path file = FOLDER.resolve(System.getProperty(WRITE) + ".txt");
    assertThat(file).as("what a version wrote is kept as it is").doesNotExist();
    List<WrittenRecords.Written> records = written();
    Files.createDirectories(FOLDER);
    new WrittenRecords(records, new WrittenReader().read(records)).write(file);
  }

  /// Every topic and changelog after a handful of events, of each key the last record.
  private List<WrittenRecords.Written> written() {
    Map<String, WrittenRecords.Written> last = new LinkedHashMap<>();
    try (TopologyFixture eddy = new TopologyFixture(folder)) {
      var exposures =
          eddy.driver.createInputTopic(
              "exposures", new ByteArraySerializer(), new ByteArraySerializer());
      String heat =
          "{\"itemId\":\"Heat\",\"title\":\"Heat (1995)\",\"genres\":[\"Crime\"],\"year\":1995,"
              + "\"tags\":[\"heist\"]}";
      String ann = "{\"userId\":\"ann\",\"age\":33,\"occupation\":\"writer\"}";
      eddy.sendItem("Heat", heat);
      keep(last, "items", "Heat", heat);
      eddy.sendUser("ann", ann);
      keep(last, "users", "ann", ann);
      List<Rating> ratings =
          List.of(
              Rating.of("ann", "Alien", 4.5, START),
              Rating.of("ann", "Heat", 2, START + 1),
              Rating.of("ann", "Emma", 1, START + 2),
              Rating.of("bob", "Alien", 5, START + 3),
              Rating.withdrawal("ann", "Emma", START + 4),
              Rating.of("clock", "Heat", 3, START + 300_000));
      Exposure shown =
          new Exposure("r1", "ann", List.of("Heat", "Emma"), "model", "", 1, START + 20);
      for (Rating rating : ratings) {
        if (rating.userId().equals("clock")) { // its time ends the window of the others
          exposures.pipeInput(TopologyFixture.utf8("ann"), EventWriter.write(shown));
        }
        eddy.send(rating);
        last.put(
            "rating " + last.size(),
            new WrittenRecords.Written(
                "ratings", TopologyFixture.utf8(rating.userId()), EventWriter.write(rating)));
      }
      last.put(
          "exposure",
          new WrittenRecords.Written(
              "exposures", TopologyFixture.utf8("ann"), EventWriter.write(shown)));
      for (String topic : new TreeSet<>(eddy.driver.producedTopicNames())) {
        if (topic.equals("users") || topic.equals("exposures")) {
          continue; // as they were sent
        }
        for (TestRecord<byte[], byte[]> record :
            eddy.driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()) {
          String name = topic.replaceFirst("^test-", "");
          String key = name + " " + HexFormat.of().formatHex(key(record));
          last.remove(key);
          if (record.value() != null) {
            last.put(key, new WrittenRecords.Written(name, key(record), record.value()));
          }
        }
      }
    }
    return new ArrayList<>(last.values());
  }

  private static void keep(
      Map<String, WrittenRecords.Written> last, String topic, String key, String json) {
    last.put(
        topic + " " + key,
        new WrittenRecords.Written(topic, TopologyFixture.utf8(key), TopologyFixture.utf8(json)));
  }

  private static byte[] key(TestRecord<byte[], byte[]> record) {
    return record.key() == null ? new byte[0] : record.key();
  }
}
