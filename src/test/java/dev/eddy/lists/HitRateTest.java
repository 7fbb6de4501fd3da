package dev.eddy.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.Ratings;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ChoiceMerging;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HitRateTest {

  /// Two more than a list of ten has.
  private static final int KNOWN = 12;

  /// The item that two of the users chose.
  private static final int RARE = KNOWN;

  private static final int USERS = 20;

  private final DotModel model =
      new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
  private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
  private final ChoiceIndex choices = new ChoiceIndex();
  private final ChoiceLists lists = new ChoiceLists(choices, index);
  private final HitRate hits = new HitRate(lists);
  private long time;

  @BeforeEach
  void learn() {
    for (int item = 0; item <= RARE; item++) {
      float[] row = model.newItem("i" + item, model.newShared());
      index.put("i" + item, new MergedItem(row, 1, Sequences.NONE));
    }
    ChoiceLearner learner =
        new ChoiceLearner(choices, 0, ChoiceSettings.of(LearningSettings.forScale(0.5, 5)));
    for (int user = 0; user < USERS; user++) {
      History history = new History();
      for (int item = 0; item < KNOWN + (user < 2 ? 1 : 0); item++) {
        learner.learn(history.view(), Choice.rated(number(item), 4, 1_000 * time), Ratings.NONE);
        history.apply(rated(item));
      }
    }
    learner.flush(1, new ChoiceMerging(choices));
    lists.refresh();
  }

  private int number(int item) {
    return index.number("i" + item);
  }

  private History.Entry rated(int item) {
    time++;
    return new History.Entry(number(item), true, 4, 1, 1_000 * time, time);
  }

  private History.Entry withdrawn(int item) {
    time++;
    return new History.Entry(number(item), false, 0, 0, 1_000 * time, time);
  }

  /// Returns the history of somebody who chose the first so many items.
  private HistoryView chosen(int items) {
    History history = new History();
    for (int item = 0; item < items; item++) {
      history.apply(rated(item));
    }
    return history.view();
  }

  private float[] row() {
    return model.meanUser(model.newShared());
  }

  private void score(HistoryView history, int item) {
    hits.score(history, row(), number(item));
  }

  private long choices(Segment segment) {
    return hits.values(segment).choices();
  }

  @Test
  void shouldCountHitsBesideThoseOfPopularity() {
    HistoryView history = chosen(2);
    TopN best = new TopN(10);
    try (ChoiceLists.Look look = lists.look(history, row(), true)) {
      look.best(number -> number != number(0) && number != number(1), best);
    }
    int[] listed = best.drain(new float[10]);
    int left = 0;
    for (int item = 2; item <= RARE; item++) {
      left += number(item);
    }
    for (int number : listed) {
      left -= number;
    }
    hits.score(history, row(), listed[9]);
    hits.score(history, row(), left); // the only one that is in no list of ten
    assertThat(hits.values(Segment.ALL).choices()).isEqualTo(2);
    assertThat(hits.values(Segment.ALL).hits()).isEqualTo(1);
    assertThat(hits.values(Segment.ALL).rate()).isEqualTo(0.5);
    score(history, 5);
    score(history, RARE); // the least popular
    assertThat(hits.values(Segment.ALL).choices()).isEqualTo(4);
    assertThat(hits.values(Segment.ALL).popularHits()).isBetween(2L, 3L);
  }

  @Test
  void shouldTellNewUsersNewItemsAndTheRestApart() {
    score(chosen(2), 7);
    assertThat(choices(Segment.NEW_USER)).isEqualTo(1);
    assertThat(choices(Segment.NEW_ITEM)).isZero();
    score(chosen(Segment.NEW), RARE);
    assertThat(choices(Segment.NEW_USER)).isEqualTo(1);
    assertThat(choices(Segment.NEW_ITEM)).isEqualTo(1);
    score(chosen(2), RARE); // both
    assertThat(choices(Segment.NEW_USER)).isEqualTo(2);
    assertThat(choices(Segment.NEW_ITEM)).isEqualTo(2);
    assertThat(choices(Segment.WARM)).isZero();
    score(chosen(Segment.NEW), 7);
    assertThat(choices(Segment.WARM)).isEqualTo(1);
    assertThat(hits.values(Segment.WARM).popularRate()).isEqualTo(1);
    assertThat(choices(Segment.ALL)).isEqualTo(4);
    assertThat(hits.values(Segment.NEW_ITEM).popularRate()).isLessThan(1);
  }

  @Test
  void shouldSayNothingOfSomebodyWithoutAHistoryOrBeforeThereAreLists() {
    score(new History().view(), 1);
    History history = new History();
    history.apply(rated(3));
    history.apply(withdrawn(3));
    score(history.view(), 1);
    HitRate early = new HitRate(new ChoiceLists(new ChoiceIndex(), index));
    early.score(chosen(2), row(), number(7));
    for (Segment segment : Segment.values()) {
      assertThat(hits.values(segment)).isEqualTo(HitRate.Values.NONE);
      assertThat(early.values(segment)).isEqualTo(HitRate.Values.NONE);
    }
    assertThat(HitRate.Values.NONE.recentRate()).isZero();
    assertThat(HitRate.Values.NONE.recentPopularRate()).isZero();
  }

  @Test
  void shouldExpectWhatWasWithdrawnToBeListedAgain() {
    History history = new History();
    history.apply(rated(0));
    history.apply(rated(1));
    history.apply(rated(2));
    history.apply(withdrawn(2));
    score(history.view(), 2);
    assertThat(hits.values(Segment.ALL).popularHits()).isEqualTo(1);
  }

  @Test
  void shouldFollowWhatHappensNow() {
    HistoryView history = chosen(2);
    score(history, 7);
    assertThat(hits.values(Segment.ALL).recentPopularRate()).as("from the first on").isEqualTo(1);
    for (int n = 1; n < 2_000; n++) {
      score(history, 7);
    }
    for (int n = 0; n < 1_000; n++) {
      score(history, RARE);
    }
    HitRate.Values values = hits.values(Segment.ALL);
    assertThat(values.popularRate()).isCloseTo(2 / 3.0, within(1e-9));
    double left = Math.pow(0.999, 1_000);
    assertThat(values.recentPopularRate())
        .as("of what came before the last 1,000 little is left")
        .isCloseTo((left - left * left * left) / (1 - left * left * left), within(1e-9));
    assertThat(hits.values(Segment.WARM)).isEqualTo(HitRate.Values.NONE);
  }
}
