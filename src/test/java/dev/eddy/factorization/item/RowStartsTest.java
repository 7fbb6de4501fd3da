package dev.eddy.factorization.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.model.ColdStart;
import dev.eddy.factorization.model.ColdStartSettings;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.ScalarKernels;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where newcomers start, in a world in which good items have a good genre.
class RowStartsTest {

  private static final long SEED = 20260301;
  private static final Metadata GENRES =
      new Metadata() {
        @Override
        public List<Feature> ofUser(String userId) {
          return List.of(new Feature(userId.startsWith("kind") ? "kind" : "strict", 1));
        }

        @Override
        public List<Feature> ofItem(String itemId) {
          return List.of(new Feature(itemId.startsWith("good") ? "good" : "bad", 1));
        }
      };

  private static RatingRecommender learned(ColdStartSettings coldStart, Metadata metadata) {
    LearningSettings settings = SomeSettings.forScale(0.5, 5).coldStart(coldStart).build();
    RatingRecommender eddy =
        new RatingRecommender(new DotModel(settings, new ScalarKernels()), metadata);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int n = 0; n < 4_000; n++) {
      String user = (n % 2 == 0 ? "kind" : "strict") + random.nextInt(100);
      String item = (random.nextBoolean() ? "good" : "bad") + random.nextInt(100);
      double rating =
          3 + (item.startsWith("good") ? 0.8 : -0.8) + (user.startsWith("kind") ? 0.5 : -0.5);
      double noisy = Math.rint(2 * rating + random.nextGaussian()) / 2;
      eddy.rate(user, item, Math.clamp(noisy, 0.5, 5), n * 1000L);
    }
    return eddy;
  }

  private static ColdStartSettings start(ColdStart kind) {
    return new ColdStartSettings(kind, "");
  }

  @Test
  void shouldStartByWhatMetadataTells() {
    RatingRecommender eddy = learned(start(ColdStart.METADATA), GENRES);
    assertThat(eddy.predict("kind0", "good-new") - eddy.predict("kind0", "bad-new"))
        .as("of 1.6 that there are, seed %d", SEED)
        .isBetween(1f, 1.8f);
    assertThat(eddy.predict("kind-new", "good1") - eddy.predict("strict-new", "good1"))
        .as("of 1.0 that there are, seed %d", SEED)
        .isBetween(0.5f, 1.3f);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColdStart.class,
      names = {"METADATA"},
      mode = EnumSource.Mode.EXCLUDE)
  void shouldUseMetadataOnlyWhereItIsAskedFor(ColdStart kind) {
    RatingRecommender eddy = learned(start(kind), GENRES);
    assertThat(eddy.predict("kind0", "good-new"))
        .isCloseTo(eddy.predict("kind0", "bad-new"), within(0.1f));
  }

  @Test
  void shouldStartAtTheMeanWhereMetadataKnowsNothing() {
    RatingRecommender mean = learned(start(ColdStart.MEAN), Metadata.NONE);
    RatingRecommender metadata = learned(start(ColdStart.METADATA), Metadata.NONE);
    assertThat(metadata.predict("kind0", "good-new")).isEqualTo(mean.predict("kind0", "good-new"));
  }

  // Half of the users are kind and rate ten times as much: the average over ratings is theirs,
  // the mean of newcomers lies between.
  @Test
  void shouldStartAtTheTasteOfThoseWhoRateMost() {
    float[] starts = new float[2];
    ColdStart[] kinds = {ColdStart.MEAN, ColdStart.AVERAGE_TASTE};
    for (int k = 0; k < kinds.length; k++) {
      RatingRecommender eddy =
          new RatingRecommender(
              new DotModel(
                  SomeSettings.forScale(0.5, 5).coldStart(start(kinds[k])).build(),
                  new ScalarKernels()));
      for (int user = 0; user < 40; user++) {
        int ratings = user % 2 == 0 ? 50 : 5;
        for (int item = 0; item < ratings; item++) {
          eddy.rate("u" + user, "i" + item, user % 2 == 0 ? 4.5 : 2, user * 1000L + item);
        }
      }
      starts[k] = eddy.predict("new", "i1", 1_000_000_000L);
    }
    assertThat(starts[1]).isGreaterThan(starts[0] + 0.1f);
  }

  @Test
  void shouldStartAtTheRowOfTheTypicalUser() {
    RatingRecommender kind =
        learned(new ColdStartSettings(ColdStart.AVERAGE_TASTE, "kind1"), Metadata.NONE);
    RatingRecommender strict =
        learned(new ColdStartSettings(ColdStart.AVERAGE_TASTE, "strict1"), Metadata.NONE);
    assertThat(kind.predict("new", "good1")).isGreaterThan(strict.predict("new", "good1") + 0.3f);
  }

  @Test
  void shouldRefuseATypicalUserThatIsNotUsed() {
    assertThatThrownBy(() -> new ColdStartSettings(ColdStart.MEAN, "u1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning.cold-start=average-taste");
  }

  // A catalog that says a thing 24 times says it once.
  @Test
  void shouldStaySaneWhereMetadataRepeatsItself() {
    Metadata repeating =
        new Metadata() {
          @Override
          public List<Feature> ofUser(String userId) {
            return List.of();
          }

          @Override
          public List<Feature> ofItem(String itemId) {
            return Collections.nCopies(24, new Feature("tag=again", 1));
          }
        };
    RatingRecommender eddy = learned(start(ColdStart.METADATA), repeating);
    RatingRecommender mean = learned(start(ColdStart.MEAN), Metadata.NONE);
    assertThat(eddy.predict("kind0", "new")).isCloseTo(mean.predict("kind0", "new"), within(0.5f));
  }

  @Test
  void shouldTellKindsOfRowsByTheirIds() {
    assertThat(RowKind.of(RowKind.itemFeature("genre=Drama"))).isEqualTo(RowKind.ITEM_FEATURE);
    assertThat(RowKind.of(RowKind.userFeature("age@3"))).isEqualTo(RowKind.USER_FEATURE);
    assertThat(RowKind.of("age@3")).isEqualTo(RowKind.ITEM);
    assertThat(RowKind.of("")).isEqualTo(RowKind.SHARED);
  }
}
