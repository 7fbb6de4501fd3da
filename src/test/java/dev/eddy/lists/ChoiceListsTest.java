package dev.eddy.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ChoiceMerging;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceListsTest {

  private static final int ITEMS = 400;
  private static final int USERS = 40;
  private static final int UNCHOSEN = 3;

  private final DotModel model =
      new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
  private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
  private final ChoiceIndex choices = new ChoiceIndex();
  private final ChoiceLists lists = new ChoiceLists(choices, index);
  private final ChoiceLearner learner =
      new ChoiceLearner(choices, 0, ChoiceSettings.of(model.settings()));
  private final History[] histories = new History[USERS];
  private final Random random = new Random(51);
  private long flushes;
  private long offset;

  @BeforeEach
  void learn() {
    for (int i = 0; i < ITEMS + UNCHOSEN; i++) {
      float[] row = model.newItem("i" + i, model.newShared());
      for (int f = 0; f < row.length - 3; f++) {
        row[f] += (float) (0.2 * random.nextGaussian());
      }
      index.put("i" + i, new MergedItem(row, 1, Sequences.NONE));
    }
    Arrays.setAll(histories, user -> new History());
    for (int n = 0; n < 4_000; n++) {
      int item = (int) (ITEMS * Math.pow(random.nextDouble(), 2));
      choose(random.nextInt(USERS), item / 5 * 5 + random.nextInt(5));
    }
    lists.refresh();
  }

  private void choose(int user, int item) {
    int number = index.number("i" + item);
    float rating = 0.5f * (1 + random.nextInt(10));
    learner.learn(
        histories[user].view(), Choice.rated(number, rating, 1_000 * offset), other -> other % 7);
    histories[user].apply(new History.Entry(number, true, rating, 1, 1_000 * offset, offset));
    if (++offset % 50 == 0) {
      learner.flush(++flushes, new ChoiceMerging(choices));
      choices.publish();
    }
  }

  private float[] row(int user) {
    float[] row = model.meanUser(model.newShared());
    Random taste = new Random(user);
    for (int f = 0; f < row.length - 3; f++) {
      row[f] += (float) (0.5 * taste.nextGaussian());
    }
    return row;
  }

  @ParameterizedTest
  @CsvSource({"true, 10", "true, 1", "true, 500", "false, 10", "false, 500"})
  void shouldListWhatScoringEveryItemFinds(boolean blend, int n) {
    for (int user = 0; user < USERS; user++) {
      int odd = user;
      IntPredicate accept = number -> (number + odd) % 3 != 0;
      TopN all = new TopN(n);
      TopN listed = new TopN(n);
      try (ChoiceLists.Look look = lists.look(histories[user].view(), row(user), blend)) {
        for (int number = 1; number < index.numberedEnd(); number++) {
          if (accept.test(number)) {
            all.offer(number, look.score(number));
          }
        }
        look.best(accept, listed);
      }
      float[] expected = new float[all.size()];
      float[] found = new float[listed.size()];
      all.drain(expected);
      listed.drain(found);
      assertThat(found).as("user %d", user).containsExactly(expected, within(1e-4f));
    }
  }

  @Test
  void shouldTakeWhatNobodyChoseForTheLeastOfAll() {
    try (ChoiceLists.Look look = lists.look(new History().view(), row(1), false)) {
      float unchosen = look.score(index.number("i" + ITEMS));
      for (int number = 1; number < index.numberedEnd(); number++) {
        assertThat(look.score(number)).isGreaterThanOrEqualTo(unchosen);
      }
    }
  }

  @Test
  void shouldListNothingThatHasLeft() {
    TopN before = new TopN(3);
    TopN after = new TopN(3);
    try (ChoiceLists.Look look = lists.look(new History().view(), row(1), false)) {
      look.best(number -> true, before);
      int first = before.drain(new float[3])[0];
      index.remove(index.id(first));
      look.best(number -> true, after);
      assertThat(after.drain(new float[3])).hasSize(3).doesNotContain(first);
    }
  }

  // Lists are as of the last refresh; they are not short for it.
  @Test
  void shouldFillAListWithWhatCameSinceTheLastRefresh() {
    float[] row = model.newItem("new", model.newShared());
    index.put("new", new MergedItem(row, 1, Sequences.NONE));
    TopN all = new TopN(2 * ITEMS);
    try (ChoiceLists.Look look = lists.look(new History().view(), row(1), true)) {
      look.best(number -> true, all);
    }
    int[] listed = all.drain(new float[all.size()]);
    assertThat(listed).hasSize(ITEMS + UNCHOSEN + 1).doesNotHaveDuplicates();
    assertThat(listed).contains(index.number("new"));
  }

  @Test
  void shouldNameWhatOfTheHistoryMovedTheScore() {
    History history = new History();
    history.apply(new History.Entry(index.number("i300"), true, 4, 1, 1, 1));
    history.apply(new History.Entry(index.number("i11"), true, 4, 1, 2, 2));
    for (int user = 0; user < 30; user++) { // these two are chosen one after the other
      choose(user, 300);
      choose(user, 301);
    }
    lists.refresh();
    try (ChoiceLists.Look look = lists.look(history.view(), row(1), true)) {
      assertThat(look.reason(index.number("i301"))).isZero();
      assertThat(look.reason(index.number("i" + ITEMS))).isEqualTo(-1);
    }
  }

  @Test
  void shouldCallPopularWhatIsChosenMost() {
    int most = 1;
    int least = 1;
    for (int place = 0; place < choices.size(); place++) {
      int number = choices.numberAt(place);
      most = choices.item(number).count() > choices.item(most).count() ? number : most;
      least = choices.item(number).count() < choices.item(least).count() ? number : least;
    }
    assertThat(lists.isPopular(most)).isTrue();
    assertThat(lists.isPopular(least)).isFalse();
    assertThat(lists.isPopular(index.number("i" + ITEMS))).isFalse();
  }

  @Test
  void shouldFindWhatRises() {
    for (int n = 0; n < 40; n++) {
      choose(n % USERS, 399);
    }
    learner.flush(++flushes, new ChoiceMerging(choices));
    TopN rising = new TopN(5);
    new Trends(choices).rising(0, 3, number -> true, rising);
    assertThat(index.id(rising.drain(new float[rising.size()])[0])).isEqualTo("i399");
    TopN none = new TopN(5);
    new Trends(choices).rising(0, 1_000, number -> true, none);
    assertThat(none.size()).isZero();
    new Trends(new ChoiceIndex()).rising(0, 1, number -> true, none);
    assertThat(none.size()).isZero();
  }
}
