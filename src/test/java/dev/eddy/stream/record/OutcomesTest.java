package dev.eddy.stream.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.EventWriter;
import dev.eddy.event.Interaction;
import dev.eddy.event.Rating;
import dev.eddy.stream.TopologyFixture;
import dev.eddy.stream.learn.PartitionView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thousands of random records, among them duplicates, late ones, withdrawals, events without a
/// rating, forgotten users and rubbish, against the plainest model of what should become of them.
class OutcomesTest {

  private static final int STEPS = 2_500;
  private static final int USERS = 25;
  private static final int ITEMS = 40;

  @TempDir Path stateDir;

  private final Map<String, Map<String, Rating>> known = new HashMap<>();

  /// When a user last did something of a kind with an item, by all three.
  private final Map<String, Map<String, Long>> chosen = new HashMap<>();

  private final Map<Outcome, Long> expected = new EnumMap<>(Outcome.class);
  private final List<Rating> sent = new ArrayList<>();
  private long removed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldGiveEveryRecordItsOutcomeAndCountWhatStands(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (TopologyFixture topology = new TopologyFixture(stateDir)) {
      for (int step = 1; step <= STEPS; step++) {
        step(topology, random);
        if (step % 500 == 0) {
          check(topology, "seed %d, step %d".formatted(seed, step));
        }
      }
      assertThat(expected.keySet())
          .as("seed %d; a generation that leaves something out is another test's", seed)
          .isEqualTo(EnumSet.complementOf(EnumSet.of(Outcome.LEFT_OUT)));
    }
  }

  private void step(TopologyFixture topology, SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind < 2) {
      String user = "u" + random.nextInt(USERS);
      topology.sendRaw(TopologyFixture.utf8(user), null);
      forget(user);
    } else if (kind < 5) {
      byte[] rubbish = new byte[random.nextInt(1, 60)];
      random.nextBytes(rubbish);
      topology.sendRaw(TopologyFixture.utf8("u" + random.nextInt(USERS)), rubbish);
      expected.merge(Outcome.REJECTED, 1L, Long::sum);
    } else if (kind < 12) {
      send(topology, interaction(random));
    } else if (kind < 20 && !sent.isEmpty()) {
      send(topology, sent.get(random.nextInt(sent.size()))); // again, or late
    } else {
      send(topology, rating(random));
    }
  }

  private static Rating rating(SplittableRandom random) {
    String user = "u" + random.nextInt(USERS);
    String item = "i" + random.nextInt(ITEMS);
    long timeMs = TopologyFixture.NOW - random.nextInt(1_000_000);
    return random.nextInt(10) == 0
        ? Rating.withdrawal(user, item, timeMs)
        : Rating.of(user, item, 0.5 * random.nextInt(1, 11), timeMs);
  }

  private static Interaction interaction(SplittableRandom random) {
    return new Interaction(
        "u" + random.nextInt(USERS),
        "i" + random.nextInt(ITEMS),
        random.nextBoolean() ? "view" : "play",
        OptionalDouble.empty(),
        TopologyFixture.NOW - 1_000L * random.nextInt(1_000),
        1,
        "",
        "");
  }

  private void send(TopologyFixture topology, Interaction done) {
    topology.sendRaw(TopologyFixture.utf8(done.userId()), EventWriter.write(done));
    Map<String, Long> ofUser = chosen.computeIfAbsent(done.userId(), id -> new HashMap<>());
    Long before = ofUser.get(done.kind() + done.itemId());
    boolean isNews = before == null || before < done.timestampMs();
    if (isNews) {
      ofUser.put(done.kind() + done.itemId(), done.timestampMs());
    }
    expected.merge(isNews ? Outcome.CHOSEN : Outcome.IGNORED, 1L, Long::sum);
  }

  private void send(TopologyFixture topology, Rating rating) {
    sent.add(rating);
    topology.send(rating);
    expected.merge(outcome(rating), 1L, Long::sum);
  }

  /// What should become of a rating: the latest by event time stands, whatever came first; a
  /// withdrawal leaves a mark.
  private Outcome outcome(Rating rating) {
    Map<String, Rating> ofUser = known.computeIfAbsent(rating.userId(), id -> new HashMap<>());
    Rating before = ofUser.get(rating.itemId());
    if (before != null
        && (rating.timestampMs() < before.timestampMs()
            || (rating.timestampMs() == before.timestampMs()
                && rating.rating().equals(before.rating())))) {
      return Outcome.IGNORED;
    }
    ofUser.put(rating.itemId(), rating);
    boolean stood = before != null && before.rating().isPresent();
    if (rating.rating().isPresent()) {
      return stood ? Outcome.REPLACED : Outcome.NEW;
    }
    return stood ? Outcome.WITHDRAWN : Outcome.IGNORED;
  }

  private void forget(String user) {
    chosen.remove(user);
    Map<String, Rating> ofUser = known.remove(user);
    if (ofUser != null) {
      removed += ofUser.values().stream().filter(rating -> rating.rating().isPresent()).count();
    }
    expected.merge(Outcome.FORGOTTEN, 1L, Long::sum);
  }

  private void check(TopologyFixture topology, String when) {
    PartitionView task = topology.task();
    for (Outcome outcome : Outcome.values()) {
      assertThat(task.count(outcome))
          .as("%s, %s", when, outcome.label())
          .isEqualTo(expected.getOrDefault(outcome, 0L));
    }
    long standing =
        known.values().stream()
            .flatMap(ofUser -> ofUser.values().stream())
            .filter(rating -> rating.rating().isPresent())
            .count();
    assertThat(task.removed()).as("%s, removed", when).isEqualTo(removed);
    assertThat(task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed())
        .as("%s, what stands", when)
        .isEqualTo(standing);
    assertThat((long) topology.userSum()).as("%s, users", when).isEqualTo(standing);
    assertThat(topology.index.countSum()).as("%s, items", when).isEqualTo(standing);
    for (int item = 0; item < ITEMS; item++) {
      String itemId = "i" + item;
      int number = topology.index.find(itemId);
      long ofItem =
          known.values().stream()
              .filter(ofUser -> ofUser.containsKey(itemId))
              .filter(ofUser -> ofUser.get(itemId).rating().isPresent())
              .count();
      assertThat(number > 0 ? topology.index.count(number) : 0)
          .as("%s, item %s", when, itemId)
          .isEqualTo((int) ofItem);
    }
  }
}
