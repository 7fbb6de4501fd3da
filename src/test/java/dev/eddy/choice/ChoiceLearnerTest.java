package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.row.ChoiceCounts;
import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.MergedChoices;
import dev.eddy.choice.row.MergedItems;
import dev.eddy.event.Kinds;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceLearnerTest {

  private static final int CHOICES = 6_000;

  private static ChoiceLearner learner(MergedItems merged, int partition) {
    return new ChoiceLearner(merged, partition, SomeChoices.SETTINGS);
  }

  /// Returns in what part of the last third of choices the next one is among the first ten.
  ///
  /// @param flushEvery after so many choices partitions exchange what they learned
  private static double hits(int partitions, int flushEvery) {
    SomeChoices world = new SomeChoices(21);
    MergedChoices merged = new MergedChoices();
    ChoiceLearner[] learners = new ChoiceLearner[partitions];
    Arrays.setAll(learners, partition -> learner(merged, partition));
    int asked = 0;
    int hits = 0;
    for (int n = 0; n < CHOICES; n++) {
      SomeChoices.Next next = world.next();
      ChoiceLearner learner = learners[next.user() % partitions];
      HistoryView history = world.history(next.user()).view();
      if (n > 2 * CHOICES / 3 && n % 5 == 0) {
        asked++;
        hits += list(learner.rows(), history, next.choice()).contains(next.choice().item()) ? 1 : 0;
      }
      learner.learn(history, next.choice(), Ratings.NONE);
      world.apply(next);
      if ((n + 1) % flushEvery == 0) {
        for (ChoiceLearner each : learners) {
          each.flush(n + 1, merged);
        }
        merged.publish();
      }
    }
    return (double) hits / asked;
  }

  private static IntSet list(ChoiceRows rows, HistoryView history, Choice now) {
    ChoiceScorer scorer = ChoiceScorer.ofChoice(rows.shared());
    Neighbourhood near = new Neighbourhood(SomeChoices.SETTINGS.scale());
    near.fill(history, rows);
    TopN best = new TopN(10);
    double clock = rows.shared().clock();
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      best.offer(
          number,
          scorer.bias(rows.item(number), clock, now.timeMs()) + scorer.partOf(near, number));
    }
    return new IntOpenHashSet(best.drain(new float[10]));
  }

  @Test
  void shouldFindWhatIsChosenNext() {
    assertThat(hits(1, 100)).as("a hit in ten; by popularity 0.1").isGreaterThan(0.35);
  }

  @Test
  void shouldLoseLittleToPartitionsThatExchangeWhatTheyLearned() {
    double alone = hits(1, 50);
    assertThat(hits(4, 1_000)).as("a sixth of all unknown").isGreaterThan(0.8 * alone);
    assertThat(hits(4, 50)).isGreaterThan(0.95 * alone);
    assertThat(hits(4, CHOICES)).as("without exchange").isLessThan(0.85 * alone);
  }

  @Test
  void shouldLearnTheSameWhereItIsFlushedAndWhereItIsNot() {
    ChoiceLearner one = learner(new MergedChoices(), 0);
    new SomeChoices(22).teach(one, 1_000);
    MergedChoices merged = new MergedChoices();
    ChoiceLearner other = learner(merged, 0);
    SomeChoices world = new SomeChoices(22);
    for (int n = 0; n < 100; n++) {
      world.teach(other, 10);
      other.flush(n + 1, merged);
    }
    assertThat(merged.size()).isEqualTo(one.rows().size());
    for (int place = 0; place < merged.size(); place++) {
      ChoiceCounts item = merged.item(merged.numberAt(place));
      ChoiceCounts same = one.rows().item(merged.numberAt(place));
      assertThat(item.count()).isEqualTo(same.count());
      assertThat(item.residual()).isCloseTo(same.residual(), within(1e-6));
      assertThat(item.bornMs()).isEqualTo(same.bornMs());
    }
    assertThat(merged.shared().clock()).isEqualTo(one.rows().shared().clock());
    assertThat(merged.shared().weights())
        .containsExactly(one.rows().shared().weights(), within(0.1));
  }

  @Test
  void shouldShowItsOwnWorkUntilItIsMerged() {
    MergedChoices merged = new MergedChoices();
    MergedChoices lost = new MergedChoices();
    ChoiceLearner learner = learner(merged, 0);
    HistoryView nobody = new History().view();
    for (int n = 1; n <= 30; n++) { // more flushes than are remembered one by one
      learner.learn(nobody, Choice.rated(7, 3, n), Ratings.NONE);
      learner.flush(n, n <= 20 ? lost : merged);
      assertThat(count(learner, 7)).as("flush %d", n).isEqualTo(n <= 20 ? n : n - 20);
    }
  }

  /// Returns how often an item was chosen, by whomever.
  private static double count(ChoiceLearner learner, int number) {
    return learner.rows().item(number).count();
  }

  // View it, click it, play it: one account, and no evidence.
  @Test
  void shouldNotTakeEventsWithOneItemForBacking() {
    ChoiceLearner learner = learner(new MergedChoices(), 0);
    for (int account = 0; account < 10; account++) {
      History history = new History(History.Of.INTERACTIONS);
      long offset = 0;
      for (String kind : List.of("view", "click", "play", "purchase")) {
        Choice choice = Choice.unrated(7, 1, offset);
        if (offset == 0) {
          learner.learn(history.view(), choice, Ratings.NONE);
        } else {
          learner.learnAgain(history.view(), choice);
        }
        history.apply(
            new History.Entry(7, Kinds.number(kind), true, Float.NaN, 1, offset, offset++));
      }
    }
    assertThat(learner.rows().item(7).count()).isEqualTo(40);
    assertThat(learner.rows().item(7).evidentCount()).isLessThan(1);
  }

  @Test
  void shouldRepeatItself() {
    ChoiceLearner one = learner(new MergedChoices(), 0);
    ChoiceLearner other = learner(new MergedChoices(), 0);
    new SomeChoices(23).teach(one, 2_000);
    new SomeChoices(23).teach(other, 2_000);
    assertThat(one.rows().shared().weights()).containsExactly(other.rows().shared().weights());
  }

  @Test
  void shouldTakeBackAndCorrect() {
    ChoiceLearner learner = learner(new MergedChoices(), 0);
    HistoryView nobody = new History().view();
    learner.learn(nobody, Choice.rated(1, 4, 0), Ratings.NONE);
    learner.learn(nobody, Choice.rated(2, 2, 1), Ratings.NONE);
    learner.replace(nobody, Choice.rated(2, 2, 1), 1, Choice.rated(2, 3, 2));
    assertThat(learner.rows().shared().meanRating()).isEqualTo(3.5);
    assertThat(count(learner, 2)).isEqualTo(1);
    learner.takeBack(Choice.rated(1, 4, 0), 1);
    assertThat(count(learner, 1)).isZero();
    assertThat(learner.rows().shared().meanRating()).isEqualTo(3);
  }

  // One item, one user, one moment, worths and times out of all bounds: every score is a number.
  @ParameterizedTest
  @ValueSource(strings = {"one item", "one user", "one moment", "wild worth", "wild time", "kinds"})
  void shouldStaySaneUnderAdversarialStreams(String stream) {
    Random random = new Random(24);
    ChoiceLearner learner = learner(new MergedChoices(), 0);
    History[] histories = new History[20];
    Arrays.setAll(histories, user -> new History());
    double[] worths = {1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY, 0, 1};
    long[] times = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1_000};
    for (int n = 0; n < 3_000; n++) {
      int item = stream.equals("one item") ? 1 : 1 + random.nextInt(40);
      int user = stream.equals("one user") ? 0 : random.nextInt(20);
      long time = stream.equals("one moment") ? 5 : 1_000L * n;
      Choice choice =
          new Choice(
              item,
              stream.equals("kinds") ? Float.NaN : 0.5f * (1 + random.nextInt(10)),
              stream.equals("wild worth") ? worths[random.nextInt(worths.length)] : 1,
              stream.equals("wild time") ? times[random.nextInt(times.length)] : time);
      Ratings wild = number -> number % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
      learner.learn(histories[user].view(), choice, wild);
      histories[user].apply(new History.Entry(item, true, choice.rating(), 1, choice.timeMs(), n));
    }
    ChoiceRows rows = learner.rows();
    ChoiceScorer scorer = ChoiceScorer.ofBlend(rows.shared());
    Neighbourhood near = new Neighbourhood(SomeChoices.SETTINGS.scale());
    near.fill(histories[0].view(), rows);
    assertThat(scorer.ratingWeight()).isFinite();
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      assertThat(scorer.bias(rows.item(number), rows.shared().clock(), 7)).isFinite();
      assertThat(scorer.partOf(near, number)).isFinite();
    }
  }
}
