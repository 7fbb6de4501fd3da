package dev.eddy.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorldTest {

  private final World world = new World(new WorldSettings(300, 200, 12_000, 5));

  private static List<Rating> play(World world) {
    List<Rating> ratings = new ArrayList<>();
    world.play((rating, expected) -> ratings.add(rating));
    return ratings;
  }

  @Test
  void shouldRateInOrderOfTimeEachPairOnceOnTheScale() {
    List<Rating> ratings = play(world);
    assertThat(ratings).hasSize(12_000);
    assertThat(ratings)
        .isSortedAccordingTo((a, b) -> Long.compare(a.timestampMs(), b.timestampMs()));
    Set<String> pairs = new HashSet<>();
    for (Rating rating : ratings) {
      assertThat(pairs.add(rating.userId() + " " + rating.itemId())).isTrue();
      assertThat(rating.rating().getAsDouble() * 2).isBetween(1.0, 10.0);
    }
  }

  @Test
  void shouldBeTheSameFromTheSameSeed() {
    World again = new World(new WorldSettings(300, 200, 12_000, 5));
    assertThat(play(again)).isEqualTo(play(world));
    assertThat(again.items()).isEqualTo(world.items());
    World other = new World(new WorldSettings(300, 200, 12_000, 6));
    assertThat(play(other)).isNotEqualTo(play(world));
  }

  @Test
  void shouldHaveAFloorThatTheTruthReachesAndThatBeatsTheMean() {
    double floor = world.noiseFloor();
    List<Rating> ratings = play(world);
    double mean = ratings.stream().mapToDouble(r -> r.rating().getAsDouble()).average().orElse(0);
    double spread =
        Math.sqrt(
            ratings.stream()
                .mapToDouble(r -> Math.pow(r.rating().getAsDouble() - mean, 2))
                .average()
                .orElse(0));
    assertThat(floor).isBetween(0.6, 0.8);
    assertThat(spread).isGreaterThan(floor * 1.15);
  }

  @Test
  void shouldExpectWhatIsRatedOnAverage() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    double sum = 0;
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      sum += world.rate(3, 4, random);
    }
    assertThat(sum / n).isCloseTo(world.expectedRating(3, 4), within(0.01));
  }

  @Test
  void shouldLetGenresCarrySignalAndTitlesBeUnique() {
    Set<String> titles = new HashSet<>();
    for (CatalogItem item : world.items()) {
      assertThat(titles.add(item.title())).isTrue();
      assertThat(item.genres()).isNotEmpty();
      assertThat(item.title()).endsWith("(" + item.year() + ")");
    }
    // Users of one occupation agree more on genres than users at large: the spread of the mean
    // score
    // a genre gets from an occupation must exceed what chance leaves.
    Map<String, double[]> sums = new HashMap<>();
    for (int user = 0; user < 300; user++) {
      String occupation = world.users().get(user).get("occupation");
      for (int item = 0; item < 200; item++) {
        String genre = world.items().get(item).genres().getFirst();
        double[] sum = sums.computeIfAbsent(occupation + genre, key -> new double[2]);
        sum[0] += world.score(user, item);
        sum[1]++;
      }
    }
    double spread =
        sums.values().stream()
            .mapToDouble(s -> s[0] / s[1])
            .map(m -> Math.abs(m - 3.5))
            .max()
            .orElse(0);
    assertThat(spread).isGreaterThan(0.4);
  }

  @Test
  void shouldNameABadSize() {
    assertThatThrownBy(() -> new WorldSettings(0, 1, 1, 1))
        .hasMessage("users is 0, but must be between 1 and 10000000");
  }
}
