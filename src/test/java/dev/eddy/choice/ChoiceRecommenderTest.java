package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.kernel.ScalarKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChoiceRecommenderTest {

  private static RatingRecommender byRating() {
    return new RatingRecommender(
        new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels()));
  }

  private static ChoiceRecommender recommender() {
    return new ChoiceRecommender(byRating(), SomeChoices.SETTINGS);
  }

  @Test
  void shouldPredictRatingsAsTheRecommenderByRatingDoes() {
    ChoiceRecommender both = recommender();
    RatingRecommender alone = byRating();
    Random random = new Random(31);
    for (int n = 0; n < 3_000; n++) {
      String user = "u" + random.nextInt(30);
      String item = "i" + random.nextInt(200);
      double rating = 0.5 * (1 + random.nextInt(10));
      assertThat(both.rate(user, item, rating, n * 1_000L))
          .isEqualTo(alone.rate(user, item, rating, n * 1_000L));
    }
  }

  @Test
  void shouldCountWhatIsRatedAgainOnce() {
    ChoiceRecommender eddy = recommender();
    eddy.rate("ann", "Alien", 4, 1);
    for (int n = 0; n < 9; n++) {
      assertThat(eddy.rate("bob", "Aliens", 0.5 + 0.5 * n, n).change())
          .isEqualTo(n == 0 ? HistoryChange.NEW : HistoryChange.REPLACED);
    }
    assertThat(eddy.rate("bob", "Aliens", 1, 3).change()).isEqualTo(HistoryChange.IGNORED);
    int aliens = eddy.byRating().number("Aliens");
    assertThat(eddy.rows().item(aliens).count()).isEqualTo(1);
    assertThat(eddy.rows().shared().meanRating()).isEqualTo(4.25);
  }

  @Test
  void shouldRecommendWhatOthersChoseNext() {
    ChoiceRecommender eddy = recommender();
    for (int n = 0; n < 40; n++) {
      eddy.rate("fan" + n, "Alien", 4, 100_000L * n);
      eddy.rate("fan" + n, "Aliens", 4, 100_000L * n + 1_000);
      eddy.rate("other" + n, "Notting Hill", 4, 100_000L * n + 2_000);
      eddy.rate("other" + n, "Love Actually", 4, 100_000L * n + 3_000);
    }
    eddy.rate("ann", "Alien", 5, 5_000_000);
    eddy.rate("bob", "Notting Hill", 5, 5_000_000);
    for (Rank rank : new Rank[] {Rank.CHOICE, Rank.BLEND}) {
      LibraryLists lists = eddy.lists(rank, 5_000_000);
      assertThat(eddy.byRating().id(lists.of("ann", 3)[0])).isEqualTo("Aliens");
      assertThat(eddy.byRating().id(lists.of("bob", 3)[0])).isEqualTo("Love Actually");
    }
    assertThat(eddy.recommend("ann", 9)).startsWith("Aliens").doesNotContain("Alien").hasSize(3);
    assertThat(eddy.lists(Rank.RATING, 0).of("somebody", 9)).hasSize(4);
  }

  @Test
  void shouldLearnFromChoicesWithoutARating() {
    RatingRecommender byRating = RatingRecommender.forScale(0.5, 5);
    ChoiceRecommender eddy = new ChoiceRecommender(byRating, SomeChoices.SETTINGS);
    for (int user = 0; user < 30; user++) {
      eddy.choose("u" + user, "first", "play", 1, 1_000L + user);
      eddy.choose("u" + user, "next", "play", 1, 2_000L + user);
      eddy.choose("v" + user, "other", "play", 1, 3_000L + user);
    }
    assertThat(eddy.choose("new", "first", "play", 1, 9_000)).isEqualTo(HistoryChange.NEW);
    assertThat(eddy.choose("new", "first", "play", 1, 9_000)).isEqualTo(HistoryChange.IGNORED);
    assertThat(eddy.choose("new", "first", "play", 2, 9_001)).isEqualTo(HistoryChange.REPLACED);
    int[] best = eddy.lists(Rank.CHOICE, 9_000).of("new", 3);
    assertThat(byRating.id(best[0])).isEqualTo("next");
    assertThat(eddy.rows().item(byRating.number("first")).count()).isEqualTo(32);
  }
}
