package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.drift.VariantFacts;
import dev.eddy.drift.WindowFacts;
import dev.eddy.drift.count.Activity;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.WindowCounts;
import dev.eddy.drift.monitor.Concentration;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Exposure;
import dev.eddy.event.Rating;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.stream.learn.EarlierUsers;
import dev.eddy.stream.record.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From exposures and ratings to signals, through the topology.
class DriftTopologyTest {

  private static final long MINUTE = 60_000;
  private static final long START = TopologyFixture.NOW - 1_000 * MINUTE;

  @TempDir private Path folder;

  private TopologyFixture eddy;
  private TestInputTopic<byte[], byte[]> exposures;

  @BeforeEach
  void start() {
    eddy = new TopologyFixture(folder);
    exposures =
        eddy.driver.createInputTopic(
            "exposures", new ByteArraySerializer(), new ByteArraySerializer());
    for (int item = 0; item < 20; item++) {
      eddy.sendItem(
          "i" + item,
          "{\"itemId\":\"i%d\",\"genres\":[\"%s\"]}"
              .formatted(item, item % 2 == 0 ? "Comedy" : "Drama"));
    }
  }

  @AfterEach
  void stop() {
    eddy.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void show(String requestId, String userId, long timeMs, String... items) {
    exposures.pipeInput(
        bytes(userId),
        EventWriter.write(new Exposure(requestId, userId, List.of(items), "model", "", 1, timeMs)));
  }

  private void rate(String userId, String itemId, double rating, long timeMs) {
    eddy.rate(userId, itemId, rating, timeMs);
  }

  private Signal latest(String monitor) {
    return eddy.board.latest(monitor).orElseThrow();
  }

  /// Ends the windows before a minute.
  private void endBefore(int minute) {
    rate("clock", "i1", 1 + minute % 4, START + (minute + 2) * MINUTE);
  }

  private static String treated(int n) {
    return user(n, Arm.TREATED);
  }

  private static String user(int n, Arm arm) {
    int found = 0;
    for (int id = 0; ; id++) {
      String user = "u" + id;
      if (Arm.of(user, TopologyFixture.DRIFT.controlShare()) == arm && found++ == n) {
        return user;
      }
    }
  }

  @Test
  void shouldSayWhatWasShownAndHowMuchOfItWasRated() {
    String ann = treated(0);
    String bob = treated(1);
    rate(ann, "i0", 5, START);
    rate(bob, "i0", 4, START + 1);
    show("r1", ann, START + 10, "i1", "i2");
    show("r2", bob, START + 11, "i2", "i3");
    rate(ann, "i1", 4, START + 20); // was shown
    rate(bob, "i9", 4, START + 21); // was not
    endBefore(1);
    assertThat(latest("exposure-gini").treated()).isCloseTo(gini(2, 1, 1), within(1e-9));
    assertThat(latest("loop-closure").treated()).isEqualTo(0.25);
    assertThat(latest("loop-closure").control()).isNaN();
    assertThat(latest("influence").treated()).isBetween(0.0, 1.0);
    assertThat(latest("error").treated()).isPositive();
    assertThat(eddy.board.facts().orElseThrow().mostShown().getFirst().id()).isEqualTo("i2");
    assertThat(eddy.board.facts().orElseThrow().influential()).hasSize(2);
  }

  /// Of 20 items, the first of which were shown so often, the others never.
  private static double gini(double... shown) {
    return Concentration.gini(shown, 20);
  }

  private void showIn(String variant, int generation, String userId, long timeMs, String... ids) {
    exposures.pipeInput(
        bytes(userId),
        EventWriter.write(
            new Exposure(
                variant + timeMs,
                userId,
                List.of(ids),
                List.of(),
                "model",
                variant,
                generation,
                1,
                timeMs)));
  }

  private VariantFacts variant(String label, int generation) {
    return eddy.board.facts().orElseThrow().variant(label, generation).orElseThrow();
  }

  @Test
  void shouldTellByVariantWhatCameOfLists() {
    String ann = treated(0);
    String bob = treated(1);
    VariantMetrics.bind(eddy.registry, eddy.board);
    assertThat(metric("eddy.variant.taken", "challenger")).isNaN();
    showIn("champion", 1, ann, START, "i1", "i2");
    showIn("challenger", 2, bob, START + 1, "i1", "i3");
    showIn("challenger", 2, bob, START + 2, "i4", "i5");
    showIn("blue", 2, ann, START + 3, "i6"); // an experiment of somebody else
    rate(ann, "i1", 4, START + 10); // taken from the champion
    rate(ann, "i1", 5, START + 11); // corrected, and no new choice
    rate(ann, "i6", 4, START + 12); // of neither
    eddy.restart(); // who made a list is stored
    rate(bob, "i3", 4, START + 13); // taken from the challenger
    play(bob, "i5", START + 14); // likewise, without a rating
    rate(bob, "i9", 4, START + 15); // found elsewhere
    endBefore(1);
    VariantFacts champion = variant("champion", 1);
    assertThat(champion.windowLists()).isEqualTo(1);
    assertThat(champion.choices()).isEqualTo(1);
    assertThat(champion.taken()).isEqualTo(1);
    assertThat(champion.values().get("exposure-gini")).isCloseTo(gini(1, 1), within(1e-9));
    VariantFacts challenger = variant("challenger", 2);
    assertThat(challenger.lists()).isEqualTo(2);
    assertThat(challenger.choices()).isEqualTo(3);
    assertThat(challenger.taken()).isEqualTo(2);
    assertThat(challenger.values().get("loop-closure")).isEqualTo(2.0 / 3);
    assertThat(challenger.values().get("exposure-gini")).isCloseTo(gini(1, 1, 1, 1), within(1e-9));
    assertThat(challenger.values()).containsOnlyKeys("exposure-gini", "loop-closure");
    assertThat(eddy.board.facts().orElseThrow().variants()).hasSize(2);
    assertThat(latest("exposure-gini").treated())
        .as("of all")
        .isCloseTo(gini(2, 1, 1, 1, 1, 1), within(1e-9));
    assertThat(metric("eddy.variant.taken", "challenger")).isEqualTo(2);
  }

  private void play(String userId, String itemId, long timeMs) {
    eddy.sendRaw(
        bytes(userId),
        bytes(
            "{\"userId\":\"%s\",\"itemId\":\"%s\",\"kind\":\"play\",\"timestamp\":%d}"
                .formatted(userId, itemId, timeMs)));
  }

  private double metric(String name, String variant) {
    return eddy.registry.get(name).tag("variant", variant).gauge().value();
  }

  @Test
  void shouldTellModelsApartThatChangedRoles() {
    String ann = treated(0);
    showIn("challenger", 2, ann, START, "i1", "i2");
    endBefore(1);
    showIn("challenger", 1, ann, START + 2 * MINUTE, "i3"); // after the promotion of 2
    rate(ann, "i1", 4, START + 2 * MINUTE + 1); // from the list before
    rate(ann, "i3", 4, START + 2 * MINUTE + 2);
    endBefore(4);
    assertThat(variant("challenger", 2).lists()).isEqualTo(1);
    assertThat(variant("challenger", 2).taken()).isEqualTo(1);
    assertThat(variant("challenger", 2).windowLists()).isZero();
    assertThat(variant("challenger", 1).lists()).isEqualTo(1);
    assertThat(variant("challenger", 1).taken()).isEqualTo(1);
    assertThat(eddy.board.facts().orElseThrow().variant("challenger"))
        .map(VariantFacts::generation)
        .contains(1);
  }

  /// Each commit tells of a user anew; a rating of a window before is late.
  @Test
  void shouldCountAUserOnceHoweverOftenTheUserMovesItems() {
    String ann = treated(0);
    String bob = treated(1);
    rate(ann, "i0", 5, START - MINUTE);
    for (int n = 1; n < 8; n++) {
      rate(ann, "i" + n, n % 2 == 0 ? 5 : 1, START + n);
    }
    rate(bob, "i1", 4, START + 20);
    double moved = eddy.task().find(ann).row().movedInWindow();
    rate(ann, "i9", 5, START - MINUTE + 1);
    assertThat(eddy.task().find(ann).row().movedInWindow())
        .as("what comes late is left out")
        .isEqualTo(moved);
    endBefore(1);
    List<WindowFacts.Named> influential = eddy.board.facts().orElseThrow().influential();
    assertThat(influential).extracting(WindowFacts.Named::id).containsExactly(ann, bob);
    double all = influential.stream().mapToDouble(WindowFacts.Named::amount).sum();
    assertThat(all).isCloseTo(1, within(1e-9));
    assertThat(latest("influence").treated())
        .as("the first hundredth is one of the two")
        .isCloseTo(influential.getFirst().amount(), within(1e-9));
  }

  /// With windows of another length before, or a clock that ran ahead.
  @Test
  void shouldCountInfluenceWhateverWindowIsStored() {
    String ann = treated(0);
    String bob = treated(1);
    rate(ann, "i0", 5, START);
    rate(bob, "i0", 4, START + 1);
    UserRow row = eddy.task().find(ann).row();
    row.movedInWindow(TopologyFixture.NOW + 1_000 * MINUTE, 7);
    rate(ann, "i1", 5, START + 2);
    assertThat(row.windowMs()).isEqualTo(Math.floorDiv(START, MINUTE) * MINUTE);
    assertThat(row.movedInWindow()).isPositive().isLessThan(7);
    double moved = row.movedInWindow();
    rate(ann, "i2", 1, START + 3);
    assertThat(row.movedInWindow()).isGreaterThan(moved);
    endBefore(1);
    assertThat(latest("influence").treated()).isBetween(0.0, 1.0);
  }

  /// Who comes back has a row that knows of no window, and nothing stands still for it.
  @Test
  void shouldCountInfluenceOfAUserWhoWasForgottenAndComesBack() {
    String ann = treated(0);
    String bob = treated(1);
    rate(ann, "i0", 5, START);
    rate(bob, "i0", 4, START + 1);
    eddy.sendRaw(bytes(ann), null);
    rate(ann, "i0", 1, START + 2);
    rate(ann, "i1", 1, START + 3);
    endBefore(1);
    List<WindowFacts.Named> influential = eddy.board.facts().orElseThrow().influential();
    assertThat(influential).extracting(WindowFacts.Named::id).containsExactlyInAnyOrder(ann, bob);
    assertThat(influential).allMatch(named -> named.amount() > 0 && named.amount() < 1);
  }

  /// What might tell one user from another is told of nobody.
  @Test
  void shouldTellOnlyOfGroupsThatTheOperatorNames() {
    String ann = treated(0);
    eddy.sendUser(ann, "{\"userId\":\"%s\",\"email\":\"a@b.c\",\"sex\":\" F\"}".formatted(ann));
    rate(ann, "i0", 5, START);
    show("r1", ann, START + 10, "i1");
    endBefore(1);
    assertThat(latest("popularity-lift").attributes()).containsOnlyKeys("sex=f");
  }

  @Test
  void shouldTellTheLiftOfGroupsThatAttributesMake() {
    String ann = treated(0);
    String bob = treated(1);
    eddy.sendUser(ann, "{\"userId\":\"%s\",\"age\":25}".formatted(ann));
    eddy.sendUser(bob, "{\"userId\":\"%s\",\"age\":31}".formatted(bob));
    rate(ann, "popular", 5, START);
    rate(bob, "popular", 4, START + 1);
    rate(bob, "rare", 4, START + 2);
    show("r1", ann, START + 10, "rare");
    show("r2", bob, START + 11, "popular");
    endBefore(1);
    assertThat(latest("popularity-lift").attributes())
        .isEqualTo(Map.of("age=20–29", -0.5, "age=30–39", 1 / 3.0));
    assertThat(latest("popularity-lift").groups()).containsOnlyKeys(1, 2);
  }

  @Test
  void shouldCountTheSameRequestOnce() {
    String ann = treated(0);
    rate(ann, "i0", 5, START);
    for (int n = 0; n < 5; n++) {
      show("r1", ann, START + n, "i1", "i2");
    }
    endBefore(1);
    assertThat(eddy.board.facts().orElseThrow().mostShown()).allMatch(item -> item.amount() == 1);
    assertThat(eddy.registry.get("eddy.exposures").tag("outcome", "counted").counter().count())
        .isEqualTo(1);
    assertThat(eddy.registry.get("eddy.exposures").tag("outcome", "again").counter().count())
        .isEqualTo(4);
  }

  @Test
  void shouldSendWhatIsNoExposureToTheDeadLetters() {
    exposures.pipeInput(bytes("u"), bytes("{"));
    exposures.pipeInput(bytes("u"), (byte[]) null);
    exposures.pipeInput((byte[]) null, bytes("{}"));
    exposures.pipeInput(
        bytes("u"), bytes("{\"userId\":\"u\",\"requestId\":\"r\",\"timestamp\":1}"));
    exposures.pipeInput(
        bytes("v"),
        EventWriter.write(new Exposure("r", "u", List.of("i1"), "model", "", 1, START)));
    exposures.pipeInput(
        bytes("u"),
        EventWriter.write(
            new Exposure("r", "u", List.of("i1"), "model", "", 1, Long.MAX_VALUE / 2)));
    List<String> many = new ArrayList<>();
    for (int item = 0; item < 10_000; item++) {
      many.add("i" + item);
    }
    exposures.pipeInput(
        bytes("u"), EventWriter.write(new Exposure("r", "u", many, "model", "", 1, START)));
    assertThat(eddy.deadLetters())
        .hasSize(7)
        .noneMatch(
            letter -> DeadLetters.wasRating(TopologyFixture.header(letter, DeadLetters.REASON)));
    show("r2", "u", START, "nobody-knows", "i1"); // an unknown item is no error
    endBefore(1);
    assertThat(eddy.board.facts().orElseThrow().mostShown()).hasSize(2);
  }

  /// The same world for both arms, but the treated are shown one thing, and rate it.
  @Test
  void shouldAlarmWhereTheTreatedAreShownMoreAndMoreOfTheSame() {
    SplittableRandom random = new SplittableRandom(7);
    int request = 0;
    for (int minute = 0; minute < 40; minute++) {
      for (int n = 0; n < 60; n++) {
        Arm arm = n % 3 == 0 ? Arm.CONTROL : Arm.TREATED;
        String user = user(n / 3, arm);
        long timeMs = START + minute * MINUTE + n * 1_000L;
        boolean captured = minute >= 25 && arm == Arm.TREATED;
        String one = captured ? "i1" : "i" + random.nextInt(20);
        String two = captured ? "i2" : "i" + random.nextInt(20);
        show("r" + request++, user, timeMs, one, two);
        rate(user, captured ? one : "i" + random.nextInt(20), 1 + random.nextInt(4), timeMs + 1);
      }
    }
    assertThat(eddy.board.of("exposure-gini"))
        .noneMatch(
            signal -> signal.state() == State.ALARM && signal.windowStartMs() < START + 24 * MINUTE)
        .anyMatch(signal -> signal.state() == State.ALARM);
    assertThat(latest("exposure-gini").treated()).isGreaterThan(latest("exposure-gini").control());
  }

  @Test
  void shouldForgetWhatAUserWasShown() {
    String ann = treated(0);
    rate(ann, "i0", 5, START);
    show("r1", ann, START + 1, "i1");
    eddy.sendRaw(bytes(ann), null);
    rate(ann, "i1", 5, START + 2);
    endBefore(1);
    assertThat(latest("loop-closure").treated()).isZero();
  }

  @Test
  void shouldRememberAfterARestartThatListsAreShown() {
    String ann = treated(0);
    rate(ann, "i0", 5, START);
    show("r1", ann, START + 1, "i1");
    eddy.restart();
    rate(ann, "i1", 5, START + 2);
    endBefore(1);
    assertThat(latest("loop-closure").treated()).isEqualTo(0.5);
  }

  @Test
  void shouldCountHowActiveUsersAreWithWithdrawals() {
    for (int n = 0; n < 3; n++) {
      rate(treated(0), "i" + n, 4, START + n);
    }
    rate(treated(1), "i1", 4, START + 4);
    eddy.send(Rating.withdrawal(treated(0), "i2", START + 5));
    rate(treated(0), "i2", 4, START + 6);
    endBefore(1);
    assertThat(activity()).isEqualTo(Map.of(3, 1L, 1, 2L)); // and the clock
  }

  // They are counted some at a time, with the commits, and each once.
  @Test
  void shouldCountUsersWhoRatedBeforeDriftWasWatched() {
    eddy.drift = new DriftSettings(false, MINUTE, 0.2, true, List.of());
    eddy.restart();
    int users = 5_000;
    for (int n = 0; n < users; n++) {
      rate("old" + n, "i" + n % 20, 1 + n % 4, START);
    }
    eddy.drift = TopologyFixture.DRIFT;
    eddy.restart();
    rate("old4", "i1", 4, START + 1); // one of the first in the order of the store
    rate("old999", "i1", 4, START + 2); // and one of the last
    List<Long> counted = newcomers();
    assertThat(counted).allMatch(some -> some <= EarlierUsers.AT_ONCE);
    assertThat(counted.stream().mapToLong(Long::longValue).sum()).isEqualTo(users);
    rate("new", "i1", 4, START + 3);
    eddy.sendRaw(bytes("old998"), null);
    endBefore(1);
    assertThat(activity()).as("beside the new one and the clock").isEqualTo(Map.of(1, 1L));
    eddy.restart();
    rate("old5", "i1", 4, START + 4);
    assertThat(newcomers()).as("nobody is counted again").allMatch(some -> some == 0);
  }

  /// Returns how many more users have a number of ratings, by that number, by the records since
  /// the last call.
  private Map<Integer, Long> activity() {
    Activity sum = new Activity();
    counts().forEach(some -> sum.add(some.activity()));
    return sum.users();
  }

  /// Returns by how many users each record since the last call tells of more.
  private List<Long> newcomers() {
    return counts().stream()
        .map(some -> some.activity().values().stream().mapToLong(Long::longValue).sum())
        .toList();
  }

  private List<WindowCounts> counts() {
    return eddy
        .driver
        .createOutputTopic(
            "drift-counts-g1", new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readValuesToList()
        .stream()
        .map(WindowCounts::decode)
        .toList();
  }

  @Test
  void shouldStopAtCountsOfAnotherFormatAndPutDamagedOnesIntoTheDeadLetters() {
    TestInputTopic<byte[], byte[]> counts =
        eddy.driver.createInputTopic(
            "drift-counts-g1", new ByteArraySerializer(), new ByteArraySerializer());
    counts.pipeInput((byte[]) null, bytes("damaged"));
    counts.pipeInput((byte[]) null, new byte[] {6, 1});
    counts.pipeInput((byte[]) null, (byte[]) null);
    assertThat(eddy.deadLetters())
        .extracting(letter -> TopologyFixture.header(letter, DeadLetters.REASON))
        .containsExactly("unreadable counts", "unreadable counts", "unreadable counts");
    assertThatThrownBy(() -> counts.pipeInput((byte[]) null, new byte[] {7, 1}))
        .hasStackTraceContaining("format version 7")
        .hasRootCauseInstanceOf(UnknownFormatException.class);
  }

  /// A thousand of the longest ids.
  @Test
  void shouldSendAListOfTheLongestIdsInARecordThatKafkaTakes() {
    TestOutputTopic<byte[], byte[]> counts =
        eddy.driver.createOutputTopic(
            "drift-counts-g1", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    for (int list = 0; list < 3; list++) {
      List<String> items = new ArrayList<>();
      for (int item = 0; item < Exposure.MAX_ITEMS; item++) {
        items.add("\ud83d\ude80".repeat(60) + list + item);
      }
      showIn("challenger", 2, treated(0), START + list, items.toArray(String[]::new));
    }
    assertThat(counts.readValuesToList()).isNotEmpty().allMatch(record -> record.length < 700_000);
  }

  /// Whatever lies in the topic of signals, the client lives.
  @Test
  void shouldPassOverWhatIsNoSignal() {
    TestInputTopic<byte[], byte[]> signals =
        eddy.driver.createInputTopic(
            "drift-signals", new ByteArraySerializer(), new ByteArraySerializer());
    for (String key : List.of("error", "facts")) {
      for (String value : List.of("null", "{}", "7", "[", "{\"state\":\"LOST\"}")) {
        signals.pipeInput(bytes(key), bytes(value));
      }
    }
    assertThat(eddy.board.of("error")).isEmpty();
    rate(treated(0), "i0", 5, START);
    endBefore(1);
    assertThat(latest("error").state()).isEqualTo(State.QUIET);
  }
}
