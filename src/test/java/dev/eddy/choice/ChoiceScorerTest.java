package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.row.ChoiceFeature;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.choice.row.MergedChoices;
import dev.eddy.factorization.user.History;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceScorerTest {

  private static final long NOW_MS = 60_000 * 10_000L;

  private final Neighbourhood near = new Neighbourhood(SomeChoices.SETTINGS.scale());

  private static ChoiceLearner learned(SomeChoices world) {
    MergedChoices merged = new MergedChoices();
    ChoiceLearner learner = new ChoiceLearner(merged, 0, SomeChoices.SETTINGS);
    for (int flush = 1; flush <= 30; flush++) {
      world.teach(learner, 100);
      learner.flush(flush, merged);
      merged.publish();
    }
    return learner;
  }

  private static ChoiceScorer scorer(ChoiceRows rows) {
    return ChoiceScorer.ofChoice(rows.shared());
  }

  // The score of the learner's own softmax, feature by feature.
  @Test
  void shouldBeTheSumOfTheFeatures() {
    SomeChoices world = new SomeChoices(4);
    ChoiceRows rows = learned(world).rows();
    ChoiceScorer scorer = ChoiceScorer.ofBlend(rows.shared());
    double clock = rows.shared().clock();
    near.fill(world.history(1).view(), rows);
    float[] row = new float[ChoiceFeature.SIZE];
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      FeatureRow.write(rows.item(number), clock, NOW_MS, row, 0);
      FeatureRow.write(near, near.find(number), row, 0);
      assertThat(scorer.bias(rows.item(number), clock, NOW_MS) + scorer.partOf(near, number))
          .isCloseTo((float) rows.shared().score(row, 0), within(1e-3f));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 10})
  void shouldBoundThePartFromAboveClosely(long seed) {
    SomeChoices world = new SomeChoices(seed);
    ChoiceRows rows = learned(world).rows();
    ChoiceScorer scorer = ChoiceScorer.ofBlend(rows.shared());
    for (History history : world.histories.values()) {
      near.fill(history.view(), rows);
      for (int place = 0; place < near.size(); place++) {
        float part = scorer.part(near, place);
        assertThat(scorer.quickBound(near, place)).isBetween(part, part + 1);
      }
    }
  }

  @Test
  void shouldFindThatTheNextOfASeriesIsNear() {
    SomeChoices world = new SomeChoices(5);
    ChoiceRows rows = learned(world).rows();
    History history = new History();
    history.apply(new History.Entry(15, true, 4, 1, 0, 0)); // of the series 11 to 20
    near.fill(history.view(), rows);
    ChoiceScorer scorer = scorer(rows);
    assertThat(scorer.partOf(near, 16)).isGreaterThan(1);
    assertThat(scorer.partOf(near, 500)).isLessThan(scorer.partOf(near, 16));
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void shouldGiveReasonsThatAddUp(long seed) {
    SomeChoices world = new SomeChoices(seed);
    ChoiceRows rows = learned(world).rows();
    ChoiceScorer scorer = scorer(rows);
    for (History history : world.histories.values()) {
      near.fill(history.view(), rows);
      for (int place = 0; place < near.size(); place++) {
        double[] shares = Reasons.shares(near.number(place), history.view(), near, scorer, rows);
        float part = scorer.part(near, place);
        assertThat(Arrays.stream(shares).sum())
            .isCloseTo(part, within(1e-3 * (1 + Math.abs(part))));
      }
    }
  }

  @Test
  void shouldNameTheFilmOfTheSameSeriesAsTheReason() {
    ChoiceRows rows = learned(new SomeChoices(8)).rows();
    History history = new History();
    history.apply(new History.Entry(300, true, 4, 1, 0, 0));
    history.apply(new History.Entry(15, true, 4, 1, 1, 1));
    history.apply(new History.Entry(450, true, 4, 1, 2, 2));
    near.fill(history.view(), rows);
    double[] shares = Reasons.shares(16, history.view(), near, scorer(rows), rows);
    assertThat(shares[1]).isGreaterThan(shares[0] + shares[2]);
    assertThat(Reasons.shares(10_000, history.view(), near, scorer(rows), rows)).containsOnly(0);
  }

  @Test
  void shouldScoreWhatNobodyHasChosen() {
    ChoiceScorer scorer = ChoiceScorer.ofChoice(new ChoiceShared());
    near.fill(new History().view(), new MergedChoices());
    assertThat(near.size()).isZero();
    assertThat(scorer.bias(new ChoiceItem(), 0, 0)).isFinite();
  }
}
