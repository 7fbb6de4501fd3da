package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.Rank;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.Segments;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.table.DataFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  private static final RatingScale SCALE = new RatingScale(0.5, 5);

  @TempDir Path folder;

  private static DotModel model() {
    return new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
  }

  /// 40 users who like every other of 150 items.
  private Path world() throws Exception {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    lines.add("userId,movieId,rating,timestamp");
    for (int n = 0; n < 4_000; n++) {
      int user = random.nextInt(40);
      int item = random.nextInt(150);
      lines.add(
          "u%d,i%d,%s,%d".formatted(user, item, (user + item) % 2 == 0 ? 4.5 : 1.5, n * 100_000L));
    }
    return Files.write(folder.resolve("ratings.csv"), lines);
  }

  @Test
  void shouldPredictInTimeOrderWhatTheLibraryPredicts() throws Exception {
    RatingFile file = RatingFile.open(world());
    Evaluation evaluation = new Evaluation(file, SCALE, model(), null, 1, Metadata.NONE);
    evaluation.prequential(Rank.BLEND, done -> {});
    RatingRecommender library = new RatingRecommender(model());
    PrequentialScore score = new PrequentialScore();
    file.readByTime(
        new RatingRules(EventSettings.forScale(0.5, 5), Clock.systemUTC()),
        row -> {
          Rating event = (Rating) row.event();
          double rating = event.rating().getAsDouble();
          float prediction =
              library
                  .rate(event.userId(), event.itemId(), rating, event.timestampMs())
                  .prediction();
          if (!Float.isNaN(prediction)) {
            score.add(prediction, rating);
          }
          return true;
        });
    PrequentialScore.Values expected = score.values();
    assertThat(evaluation.segments().of(Segment.ALL).n()).isEqualTo(expected.n());
    assertThat(evaluation.segments().of(Segment.ALL).rmse()).isEqualTo(expected.rmse());
    assertThat(evaluation.curve().getLast().rmse()).isCloseTo(expected.rmse(), within(1e-9));
    assertThat(evaluation.ranking().model().n()).isPositive();
    assertThat(evaluation.ranking().model().recall())
        .isGreaterThan(evaluation.ranking().popular().recall());
  }

  @Test
  void shouldNotTakePlacesInTheFileForTimes() throws Exception {
    List<String> lines = new ArrayList<>(List.of("user,item,rating"));
    for (int n = 0; n < 600; n++) {
      lines.add("u%d,i%d,%s".formatted(n / 20, n % 20, n / 20 % 2 == 0 ? 4.5 : 1.5));
    }
    RatingFile file = RatingFile.open(Files.write(folder.resolve("blocks.csv"), lines));
    Collections.rotate(lines.subList(1, lines.size()), 17);
    RatingFile moved = RatingFile.open(Files.write(folder.resolve("moved.csv"), lines));
    Evaluation one = new Evaluation(file, SCALE, model(), 5L, 1, Metadata.NONE);
    Evaluation other = new Evaluation(moved, SCALE, model(), 5L, 1, Metadata.NONE);
    one.prequential(Rank.BLEND, done -> {});
    other.prequential(Rank.BLEND, done -> {});
    assertThat(one.segments().of(Segment.ALL).n()).isEqualTo(600);
    assertThat(one.segments().of(Segment.ALL).rmse())
        .as("by order of lines alone")
        .isCloseTo(other.segments().of(Segment.ALL).rmse(), within(0.15));
    assertThat(one.lastTenth().n()).isEqualTo(60);
  }

  @Test
  void shouldTestEveryRowInExactlyOneFold() throws Exception {
    RatingFile file = RatingFile.open(world());
    long tested = 0;
    for (int fold = 0; fold < 3; fold++) {
      Evaluation evaluation = new Evaluation(file, SCALE, model(), null, 1, Metadata.NONE);
      evaluation.holdout(3, fold, done -> {});
      tested += evaluation.segments().of(Segment.ALL).n();
      assertThat(evaluation.segments().of(Segment.ALL).rmse()).isLessThan(1.5);
    }
    assertThat(tested).isEqualTo(4_000);
  }

  @Test
  void shouldSegmentByWhatWasKnown() {
    Segments segments = new Segments();
    segments.score("u", "i", 1, 2);
    for (int n = 0; n < 5; n++) {
      segments.learned("u", "j" + n);
    }
    segments.score("u", "i", 1, 3);
    for (int n = 0; n < 5; n++) {
      segments.learned("v" + n, "i");
    }
    segments.score("u", "i", 1, 4);
    assertThat(segments.of(Segment.ALL).n()).isEqualTo(3);
    assertThat(segments.of(Segment.NEW_USER).rmse()).isEqualTo(1);
    assertThat(segments.of(Segment.NEW_ITEM).n()).isEqualTo(2);
    assertThat(segments.of(Segment.WARM).mae()).isEqualTo(3);
  }

  @Test
  void shouldScoreRanks() {
    RankScore score = new RankScore();
    score.add(1);
    score.add(3);
    score.add(50);
    assertThat(score.recall()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(score.ndcg()).isCloseTo((1 + 0.5) / 3, within(1e-9));
    assertThat(score.meanRank()).isEqualTo(18);
  }

  @Test
  void shouldDrawTheCurve() throws Exception {
    List<Evaluation.CurvePoint> curve =
        List.of(new Evaluation.CurvePoint(10, 1, 1.1), new Evaluation.CurvePoint(20, 0.9, 0.8));
    CurveFile.write(folder.resolve("c.csv"), curve);
    CurveFile.write(folder.resolve("c.svg"), curve);
    assertThat(folder.resolve("c.csv"))
        .content()
        .isEqualTo("n,rmse,recent_rmse\n10,1.00000,1.10000\n20,0.90000,0.80000\n");
    assertThat(folder.resolve("c.svg"))
        .content()
        .startsWith("<svg")
        .contains("<polyline", "20 ratings")
        .endsWith("</svg>\n");
  }

  @Test
  void shouldRefuseAFileWithoutAUsableLine() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.csv"), "user,item,rating\nx,y,z\n");
    assertThatThrownBy(
            () -> new Evaluation(RatingFile.open(file), SCALE, model(), null, 1, Metadata.NONE))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining(
            "none of the 1 rows is a usable rating: 1 wrong type, first on line 2");
  }
}
