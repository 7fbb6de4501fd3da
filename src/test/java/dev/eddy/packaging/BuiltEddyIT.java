package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.fixture.BuiltEddy;
import dev.eddy.fixture.RunningEddy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built image as its users run it.
class BuiltEddyIT {

  private static final int RATINGS = 60_000;
  private static final int DAMAGED = 1_000;

  /// The exit code of a Java runtime with `-XX:+ExitOnOutOfMemoryError`.
  private static final int OUT_OF_MEMORY = 3;

  /// What [#damage] must be called by the stream; a wrong type is damage of two kinds.
  private static final Map<String, Integer> DAMAGE_REASONS =
      Map.of(
          "missing field", 125,
          "missing key", 125,
          "not JSON", 125,
          "rating not finite", 125,
          "timestamp in seconds", 125,
          "record too large", 125,
          "wrong type", 250);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static Path ratings;

  @BeforeAll
  static void generate() throws Exception {
    Path world = folder.resolve("world");
    try (BuiltEddy generate =
        new BuiltEddy(
            folder,
            "generate",
            "--users=700",
            "--items=400",
            "--ratings=" + RATINGS,
            "--seed=7",
            "--out=" + world)) {
      assertThat(generate.await()).as(generate.err()).isZero();
    }
    ratings = world.resolve("ratings.csv");
  }

  private static void assertSumsAre(JsonNode report, long expected) {
    assertThat(report.get("user_count_sum").asLong()).as("users").isEqualTo(expected);
    assertThat(report.get("item_count_sum").asLong()).as("items").isEqualTo(expected);
  }

  // A thread that ran out of memory has ended anywhere; a process that goes on without it hangs.
  @Test
  void shouldEndWhenItRunsOutOfMemory() throws Exception {
    try (BuiltEddy generate =
        new BuiltEddy(
            folder,
            Map.of("EDDY_JAVA_OPTS", "-Xmx24m"),
            "generate",
            "--users=2000000",
            "--ratings=2000000",
            "--out=" + folder.resolve("too-large"))) {
      assertThat(generate.await()).as(generate.err()).isEqualTo(OUT_OF_MEMORY);
    }
  }

  @Test
  void shouldReportEachRatingOnce() throws Exception {
    JsonNode report =
        BuiltEddy.report(
            folder, "demo", "--ratings=" + ratings, "--port=0", "--exit-when-done", "--json");
    assertThat(report.get("accepted").asLong()).isEqualTo(RATINGS);
    assertThat(report.get("rejected").asLong()).isZero();
    assertSumsAre(report, RATINGS);
    assertThat(report.get("rmse").asDouble()).isBetween(0.1, 1.2);
    assertThat(report.fieldNames())
        .toIterable()
        .contains("replaced", "ignored", "mae", "seconds", "events_per_s");
  }

  /// Kills it at three moments: at the first rating, in the middle, near the end.
  @Test
  void shouldCountEachRatingOnceThoughKilled() throws Exception {
    Path data = folder.resolve("killed");
    String[] arguments = {
      "demo",
      "--ratings=" + ratings,
      "--data=" + data,
      "--port=0",
      "--speed=12000",
      "--exit-when-done",
      "--json"
    };
    for (int learned : new int[] {1, RATINGS / 2, RATINGS - 5_000}) {
      try (BuiltEddy demo = new BuiltEddy(folder, arguments)) {
        URI accuracy = URI.create(demo.awaitErr("Console and API: (\\S+),") + "v1/accuracy");
        // Each start waits for the session and the transaction of the one that was killed.
        await()
            .atMost(RunningEddy.LIMIT.multipliedBy(2))
            .until(() -> newRatings(accuracy) >= learned);
        demo.kill();
      }
    }
    try (BuiltEddy demo = new BuiltEddy(folder, arguments)) {
      assertThat(demo.await()).as(demo.err()).isZero();
      JsonNode report = demo.lastJson();
      assertThat(report.get("accepted").asLong()).isEqualTo(RATINGS);
      assertThat(report.get("ignored").asLong()).isPositive();
      assertThat(report.get("rejected").asLong()).isZero();
      assertSumsAre(report, RATINGS);
    }
  }

  private static long newRatings(URI accuracy) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(accuracy).build(), HttpResponse.BodyHandlers.ofString());
    JsonNode outcomes = new JsonMapper().readTree(answer.body()).path("outcomes");
    return outcomes.path("new").asLong();
  }

  @Test
  void shouldPutDamagedLinesIntoTheDeadLettersWithReasons() throws Exception {
    Path mixed = folder.resolve("mixed.csv");
    long seed = 11;
    mixInDamage(ratings, mixed, seed);
    try (BuiltEddy demo =
        new BuiltEddy(
            folder,
            "demo",
            "--ratings=" + mixed,
            "--scale=0.5:5",
            "--publish-damaged",
            "--port=0",
            "--json")) {
      demo.awaitOut("(item_count_sum)");
      JsonNode report = demo.lastJson();
      assertThat(report.get("accepted").asLong()).as("seed %d", seed).isEqualTo(RATINGS);
      assertThat(report.get("rejected").asLong()).as("seed %d", seed).isEqualTo(DAMAGED);
      assertThat(report.get("read").asLong()).isEqualTo(RATINGS + DAMAGED);
      assertThat(report.get("learned").asLong()).isEqualTo(RATINGS);
      assertSumsAre(report, RATINGS);

      String kafka = demo.awaitErr("Kafka runs at (\\S+)");
      List<JsonNode> letters = deadLetters(kafka);
      assertThat(letters).hasSize(DAMAGED);
      Map<String, Integer> reasons = new HashMap<>();
      letters.forEach(letter -> reasons.merge(letter.get("reason").asText(), 1, Integer::sum));
      assertThat(reasons).as("seed %d", seed).isEqualTo(DAMAGE_REASONS);

      try (BuiltEddy retry =
          new BuiltEddy(
              folder, "dead-letters", "retry", "--bootstrap-servers=" + kafka, "--limit=10")) {
        assertThat(retry.await()).as(retry.err()).isZero();
        assertThat(retry.err()).contains("10 dead letters published again");
      }
      await().atMost(RunningEddy.LIMIT).until(() -> deadLetters(kafka).size() == DAMAGED + 10);

      demo.interrupt();
      assertThat(demo.await()).isEqualTo(128 + 15);
      assertThat(Path.of(demo.awaitErr("its log in (\\S+)")))
          .as("removed at the end")
          .doesNotExist();
      assertThat(demo.err()).doesNotContain("did not stop");
    }
  }

  private static List<JsonNode> deadLetters(String kafka) throws Exception {
    try (BuiltEddy list =
        new BuiltEddy(
            folder, "dead-letters", "list", "--bootstrap-servers=" + kafka, "--limit=5000")) {
      assertThat(list.await()).as(list.err()).isZero();
      JsonMapper mapper = new JsonMapper();
      List<JsonNode> letters = new ArrayList<>();
      for (String line : list.lines()) {
        letters.add(mapper.readTree(line));
      }
      return letters;
    }
  }

  /// Copies ratings and scatters damaged lines among them.
  private static void mixInDamage(Path from, Path to, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = Files.readAllLines(from);
    try (OutputStream out = Files.newOutputStream(to)) {
      out.write((lines.getFirst() + "\n").getBytes(StandardCharsets.UTF_8));
      int damaged = 0;
      for (int n = 1; n < lines.size(); n++) {
        out.write((lines.get(n) + "\n").getBytes(StandardCharsets.UTF_8));
        int due = (int) ((long) DAMAGED * n / (lines.size() - 1));
        for (; damaged < due; damaged++) {
          out.write(damage(damaged % 8, lines.get(n), random));
          out.write('\n');
        }
      }
    }
  }

  private static byte[] damage(int kind, String line, Random random) {
    String[] fields = line.split(",", -1);
    return switch (kind) {
      case 0 -> utf8(fields[0] + "," + fields[1]); // truncated
      case 1 -> utf8(fields[0] + "," + fields[1] + ",four," + fields[3]);
      case 2 -> utf8(fields[0] + "," + fields[1] + ",NaN," + fields[3]);
      case 3 -> utf8(fields[0] + "," + fields[1] + ",1e300," + fields[3]);
      case 4 -> utf8(fields[0] + "," + "x".repeat(300 << 10) + ",4," + fields[3]); // huge
      case 5 -> utf8("," + fields[1] + ",4," + fields[3]);
      case 6 -> utf8(fields[0] + "," + fields[1] + ",4,yesterday");
      default -> {
        byte[] binary = new byte[40];
        random.nextBytes(binary);
        for (int i = 0; i < binary.length; i++) {
          binary[i] = binary[i] == '\n' || binary[i] == '\r' ? 0 : binary[i];
        }
        yield binary;
      }
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
