package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.choice.ChoiceRecommender;
import dev.eddy.choice.Rank;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.eval.Samples.Sample;
import dev.eddy.factorization.RatingRecommender;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NextChoicesTest {

  private final ChoiceRecommender eddy =
      new ChoiceRecommender(RatingRecommender.forScale(0.5, 5), new ChoiceSettings(0.5, 5, 1));

  private static Sample played(int at, String user, String item, double worth) {
    return new Sample(at, user, item, Double.NaN, "play", worth, at * 60_000L);
  }

  private void feed(NextChoices next, Sample sample) {
    next.choose(sample);
    eddy.choose(sample.userId(), sample.itemId(), sample.kind(), sample.worth(), sample.timeMs());
  }

  @Test
  void shouldFindSeriesThatPopularityDoesNot() {
    NextChoices next = new NextChoices(eddy, Rank.CHOICE, 6_000);
    Random random = new Random(7);
    int at = 0;
    for (int user = 0; user < 600; user++) { // each follows one of 20 series of 30 items
      int series = random.nextInt(20);
      int from = random.nextInt(20);
      for (int part = from; part < from + 10; part++) {
        feed(next, played(at++, "u" + user, "s%d-%d".formatted(series, part), 1));
      }
    }
    assertThat(next.every()).isEqualTo(2);
    assertThat(next.eddy().n()).isBetween(2_000L, 3_000L);
    assertThat(next.eddy().hitAt10()).isGreaterThan(0.7);
    assertThat(next.itemItem().hitAt10()).isGreaterThan(3 * next.popularity().hitAt10());
    assertThat(next.popularity().hitAt10()).isLessThan(0.1);
    assertThat(next.popularity().n()).isEqualTo(next.eddy().n());
  }

  @Test
  void shouldFollowFashionWithTheHalfLifeThatIsBest() {
    NextChoices next = new NextChoices(eddy, Rank.CHOICE, 4_000);
    Random random = new Random(8);
    for (int at = 0; at < 4_000; at++) { // whatever one chooses is of the fashion of the day
      int item = at / 100 * 20 + random.nextInt(20);
      feed(next, played(at, "u" + random.nextInt(2_000), "i" + item, 1));
    }
    NextChoices.Recent recent = next.recentPopularity();
    assertThat(recent.halfLife()).isEqualTo(500);
    assertThat(recent.values().hitAt10()).isGreaterThan(5 * next.popularity().hitAt10());
  }

  @Test
  void shouldRankOnlyWhatIsChosenAnew() {
    NextChoices next = new NextChoices(eddy, Rank.CHOICE, 10);
    feed(next, played(0, "a", "one", 1)); // had chosen nothing
    feed(next, played(1, "a", "one", 1)); // again
    feed(next, played(2, "a", "two", -0.5)); // a skip
    assertThat(next.eddy().n()).isZero();
    feed(next, played(3, "a", "three", 1)); // nobody knew it
    assertThat(next.eddy().n()).isOne();
    assertThat(next.eddy().hitAt10()).isZero();
    feed(next, played(4, "b", "three", 1));
    feed(next, played(5, "b", "one", 1));
    assertThat(next.eddy().n()).isEqualTo(2);
    assertThat(next.eddy().hitAt10()).isEqualTo(0.5);
    assertThat(next.popularity().hitAt10()).isEqualTo(0.5);
  }

  @Test
  void shouldLeaveOutPairsWhereTheyWouldBeTooMany() {
    NextChoices next = new NextChoices(eddy, Rank.BLEND, 25_000_000);
    assertThat(next.itemItem()).isNull();
    assertThat(next.every()).isEqualTo(5_000);
  }
}
