package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.ChoiceItem;
import dev.eddy.event.Rating;
import dev.eddy.store.ChoiceKey;
import java.nio.file.Path;
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

  @Test
  void shouldSetADamagedDeltaAside() {
    eddy.rate("ann", "a", 5, 1_000);
    eddy.sendDelta(ChoiceKey.of("a"), new byte[] {1, 2, 3});
    assertThat(eddy.deadLetters()).hasSize(1);
    assertThat(count("a")).isEqualTo(1);
  }
}
