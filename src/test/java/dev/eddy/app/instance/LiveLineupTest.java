package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.challenger.Promotion;
import dev.eddy.serve.backend.FakeBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which of two models serves.
class LiveLineupTest {

  private final FakeBackend first = new FakeBackend(new Random(7));
  private final FakeBackend second = new FakeBackend(new Random(7));
  private final LiveLineup lineup = new LiveLineup(List.of(first, second));

  @BeforeEach
  void number() {
    second.generation = 2;
  }

  private static Promotion promotion(int generation, int from) {
    return new Promotion(generation, from, "ann", 99, false);
  }

  @Test
  void shouldServeWhatWasPromotedLast() {
    assertThat(lineup.champion()).isSameAs(first);
    lineup.take(promotion(2, 1));
    assertThat(lineup.champion()).isSameAs(second);
    lineup.take(promotion(7, 2));
    assertThat(lineup.champion()).as("7 is not learned here").isSameAs(second);
    lineup.take(promotion(1, 2));
    assertThat(lineup.champion()).isSameAs(first);
  }

  @Test
  void shouldServeOnWhileWhatWasPromotedIsNotReady() {
    second.isReady = false;
    lineup.take(promotion(2, 1));
    assertThat(lineup.champion()).isSameAs(first);
    assertThat(lineup.wanted()).isEqualTo(2);
    second.isReady = true;
    assertThat(lineup.champion()).isSameAs(second);
  }

  @Test
  void shouldServeOnWhilePartitionsOfWhatWasPromotedAreMoving() {
    second.isSettled = false;
    lineup.take(promotion(2, 1));
    assertThat(lineup.champion()).isSameAs(first);
    assertThat(lineup.hasStandIn()).isTrue();
    second.isSettled = true;
    assertThat(lineup.champion()).as("until somebody looks").isSameAs(first);
    lineup.endStandIn();
    assertThat(lineup.champion()).isSameAs(second);
    second.isSettled = false;
    lineup.take(promotion(2, 1));
    assertThat(lineup.champion()).as("it serves already").isSameAs(second);
  }

  @Test
  void shouldLetAStandInServeUntilItIsToldOtherwise() {
    lineup.take(promotion(2, 1));
    lineup.standIn(1);
    assertThat(lineup.champion()).isSameAs(first);
    assertThat(lineup.wanted()).isEqualTo(1);
    lineup.endStandIn();
    assertThat(lineup.champion()).isSameAs(second);
    lineup.standIn(1);
    lineup.take(promotion(2, 1));
    assertThat(lineup.hasStandIn()).as("after another promotion").isFalse();
  }

  @Test
  void shouldTellOfEachPromotionOfAModelThatIsHere() {
    List<Integer> wanted = new ArrayList<>();
    lineup.onPromotion(() -> wanted.add(lineup.wanted()));
    second.isReady = false;
    lineup.take(promotion(2, 1));
    lineup.take(promotion(7, 2));
    lineup.take(promotion(1, 2));
    assertThat(wanted).containsExactly(2, 1);
    lineup.standIn(2);
    lineup.endStandIn();
    assertThat(wanted).as("it serves again").containsExactly(2, 1, 1);
  }
}
