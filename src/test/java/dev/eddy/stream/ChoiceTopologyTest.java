package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.event.Rating;
import dev.eddy.event.RejectReason;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.store.ChoiceKey;
import dev.eddy.stream.record.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceTopologyTest {

  @TempDir Path stateDir;
  private TopologyFixture eddy;

  @BeforeEach
  void start() {
    eddy = TopologyFixture.withChoices(stateDir);
  }

  @AfterEach
  void stop() {
    eddy.close();
  }

  private ChoiceItem item(String itemId) {
    return eddy.choices.item(eddy.index.find(itemId));
  }

  private double count(String itemId) {
    return item(itemId).count();
  }

  @Test
  void shouldCountChoicesInTheIndex() {
    eddy.rate("ann", "a", 5, 1_000);
    eddy.rate("bob", "a", 1, 2_000);
    eddy.rate("bob", "b", 4, 3_000);
    assertThat(count("a")).isEqualTo(2);
    assertThat(count("b")).isEqualTo(1);
    assertThat(item("b").bornMs()).isEqualTo(3_000);
    assertThat(eddy.choices.size()).isEqualTo(2);
    assertThat(eddy.choices.shared().meanRating()).isCloseTo(10 / 3.0, within(1e-6));
  }

  @Test
  void shouldTellWhatIsChosenAfterWhat() {
    for (int user = 0; user < 20; user++) {
      eddy.rate("u" + user, "first", 4, 1_000 + user);
      eddy.rate("u" + user, user < 18 ? "next" : "other", 4, 2_000 + user);
    }
    int first = eddy.index.find("first");
    assertThat(item("next").weightOf(first)).isGreaterThan(8 * item("other").weightOf(first));
  }

  @Test
  void shouldCountARatingOnceHoweverOftenItIsSentOrCorrected() {
    eddy.rate("ann", "a", 5, 1_000);
    eddy.rate("ann", "a", 5, 1_000);
    eddy.rate("ann", "a", 2, 2_000);
    assertThat(count("a")).isEqualTo(1);
    assertThat(eddy.choices.shared().meanRating()).isCloseTo(2, within(1e-6));
  }

  @Test
  void shouldTakeBackWhatIsWithdrawnOrForgotten() {
    eddy.rate("ann", "a", 5, 1_000);
    eddy.rate("bob", "a", 3, 1_000);
    eddy.rate("bob", "b", 3, 1_000);
    eddy.send(Rating.withdrawal("ann", "a", 2_000));
    assertThat(count("a")).isEqualTo(1);
    eddy.sendRaw(TopologyFixture.utf8("bob"), null);
    assertThat(count("a")).isZero();
    assertThat(count("b")).isZero();
    assertThat(eddy.choices.shared().meanRating()).isZero();
  }

  @Test
  void shouldCapWhatOneUserChoosesInADay() {
    eddy.brakes.apply(BrakeChange.set(Brake.DAILY_CAP, 0, 2, "operator", 1));
    for (int n = 0; n < 4; n++) {
      eddy.rate("ann", "i" + n, 4, 1_000 + n);
    }
    eddy.rate("ann", "later", 4, 2_000 + 86_400_000);
    assertThat(count("i1")).isCloseTo(1, within(1e-6));
    assertThat(count("i2")).isCloseTo(4.0 / 9, within(1e-6));
    assertThat(count("i3")).isCloseTo(4.0 / 16, within(1e-6));
    assertThat(count("later")).isCloseTo(1, within(1e-6));
    eddy.sendRaw(TopologyFixture.utf8("ann"), null);
    assertThat(count("i2")).isCloseTo(0, within(1e-6));
  }

  @Test
  void shouldGoOnFromWhatIsStored() {
    eddy.rate("ann", "a", 5, 1_000);
    eddy.rate("ann", "b", 5, 1_001);
    eddy.restart();
    eddy.rate("bob", "a", 4, 2_000);
    eddy.rate("bob", "b", 4, 2_001);
    assertThat(count("a")).isEqualTo(2);
    assertThat(item("b").weightOf(eddy.index.find("a"))).isEqualTo(2);
    assertThat(eddy.choices.shared().meanRating()).isCloseTo(4.5, within(1e-6));
  }

  private void send(String userId, String itemId, String kind, long timeMs) {
    eddy.sendRaw(
        TopologyFixture.utf8(userId),
        TopologyFixture.utf8(
            """
            {"userId": "%s", "itemId": "%s", "kind": "%s", "timestamp": "%s"}
            """
                .formatted(userId, itemId, kind, Instant.ofEpochMilli(timeMs))));
  }

  @Test
  void shouldCountAnEventWithoutARatingByItsWorth() {
    send("ann", "a", "play", 1_000);
    send("bob", "a", "view", 1_000);
    send("cat", "a", "skip", 1_000);
    assertThat(count("a")).isCloseTo(1 + 0.2 - 0.5, within(1e-6));
    assertThat(eddy.tasks.sum(task -> task.count(Outcome.CHOSEN))).isEqualTo(3);
    assertThat(eddy.deadLetters()).isEmpty();
  }

  @Test
  void shouldCountAUserOnceHoweverOftenTheyCome() {
    send("ann", "a", "play", 1_000);
    send("ann", "a", "play", 1_000); // the same event
    send("ann", "a", "play", 500); // late
    send("ann", "a", "play", 2_000); // again
    send("ann", "a", "click", 1_000); // another kind
    assertThat(count("a")).isCloseTo(1.5, within(1e-6));
    assertThat(eddy.tasks.sum(task -> task.count(Outcome.CHOSEN))).isEqualTo(3);
    assertThat(eddy.tasks.sum(task -> task.count(Outcome.IGNORED))).isEqualTo(2);
  }

  @Test
  void shouldKeepRatingsAsTheyAreBesideEventsWithoutOne() {
    eddy.rate("ann", "a", 5, 1_000);
    send("ann", "a", "play", 2_000);
    send("ann", "b", "play", 3_000);
    assertThat(eddy.index.count(eddy.index.find("a"))).isEqualTo(1);
    assertThat(eddy.index.count(eddy.index.find("b"))).isZero();
    assertThat(count("a")).isEqualTo(2);
    assertThat(item("b").weightOf(eddy.index.find("a"))).isEqualTo(1);
  }

  @Test
  void shouldPutWhatWasOnlyChosenIntoTheIndexAndTakeItBackWithItsUser() {
    send("ann", "a", "play", 1_000);
    assertThat(eddy.index.item(eddy.index.find("a"))).isNotNull();
    eddy.restart();
    assertThat(eddy.index.item(eddy.index.find("a"))).isNotNull();
    send("ann", "a", "play", 1_000);
    assertThat(count("a")).isEqualTo(1);
    eddy.sendRaw(TopologyFixture.utf8("ann"), null);
    assertThat(count("a")).isZero();
  }

  @Test
  void shouldTakeTheWorthOfARatingFromItsKind() {
    eddy.sendRaw(
        TopologyFixture.utf8("ann"),
        TopologyFixture.utf8(
            """
            {"userId": "ann", "itemId": "a", "rating": 4, "kind": "purchase", "timestamp": 946684800000}
            """));
    assertThat(count("a")).isEqualTo(2);
    eddy.send(Rating.withdrawal("ann", "a", 946_684_800_001L));
    assertThat(count("a")).isZero();
  }

  @Test
  void shouldRejectAKindThatIsNotKnownAndAnEventThatTellsNothing() {
    send("ann", "a", "vieww", 1_000);
    eddy.sendRaw(
        TopologyFixture.utf8("ann"),
        TopologyFixture.utf8(
            """
            {"userId": "ann", "itemId": "a", "timestamp": 946684800000}
            """));
    assertThat(eddy.deadLetters()).hasSize(2);
    assertThat(eddy.tasks.sum(task -> task.count(RejectReason.UNKNOWN_KIND))).isEqualTo(1);
    assertThat(eddy.tasks.sum(task -> task.count(RejectReason.NOTHING_TOLD))).isEqualTo(1);
  }

  @Test
  void shouldSetADamagedDeltaAside() {
    eddy.rate("ann", "a", 5, 1_000);
    eddy.sendDelta(ChoiceKey.of("a"), new byte[] {2, 2, 3});
    assertThat(eddy.deadLetters()).hasSize(1);
    assertThat(count("a")).isEqualTo(1);
  }

  @Test
  void shouldStopAtADeltaOfAnEarlierFormat() {
    eddy.rate("ann", "a", 5, 1_000);
    assertThatThrownBy(() -> eddy.sendDelta(ChoiceKey.of("a"), new byte[] {1, 2, 3}))
        .hasRootCauseInstanceOf(UnknownFormatException.class)
        .hasStackTraceContaining("format version 1, but this build reads 2");
    assertThat(eddy.deadLetters()).isEmpty();
  }

  @Test
  void shouldSkipDamagedMergedChoicesAndStopAtThoseOfAnotherFormat() {
    TestInputTopic<byte[], byte[]> choices =
        eddy.driver.createInputTopic(
            "item-choices-g1", new ByteArraySerializer(), new ByteArraySerializer());
    choices.pipeInput(TopologyFixture.utf8("a"), TopologyFixture.utf8("damaged"));
    assertThat(eddy.registry.counter("eddy.records.unreadable").count()).isEqualTo(1);
    assertThatThrownBy(() -> choices.pipeInput(TopologyFixture.utf8("a"), new byte[] {9, 2, 3}))
        .hasStackTraceContaining(UnknownFormatException.class.getName())
        .hasStackTraceContaining("format version 9");
  }
}
