package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.choice.LibraryLists;
import dev.eddy.choice.Rank;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.table.DataFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListEvaluationTest {

  private static final RatingScale SCALE = new RatingScale(0.5, 5);

  @TempDir Path folder;

  private static ListEvaluation evaluation(Path file, Rank rank) throws DataFileException {
    DotModel model = new DotModel(LearningSettings.forScale(0.5, 5), KernelChoice.AUTO.select());
    ListEvaluation evaluation =
        new ListEvaluation(
            Samples.read(RatingFile.open(file), SCALE.rules()),
            SCALE,
            model,
            null,
            1,
            Metadata.NONE,
            rank);
    evaluation.run(done -> {});
    return evaluation;
  }

  private Path file(List<String> lines) throws Exception {
    lines.addFirst("userId,movieId,rating,timestamp");
    return Files.write(folder.resolve("ratings.csv"), lines);
  }

  /// 60 users who like every other of 100 items and choose only what they like.
  private Path world() throws Exception {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < 2_400; n++) {
      int user = random.nextInt(60);
      int item = 2 * random.nextInt(50) + user % 2;
      lines.add("u%d,i%d,4.5,%d".formatted(user, item, n * 1_000L));
    }
    return file(lines);
  }

  @ParameterizedTest
  @EnumSource(
      value = Rank.class,
      names = {"CHOICE", "BLEND"})
  void shouldFindTastesThatPopularityDoesNot(Rank rank) throws Exception {
    ListEvaluation evaluation = evaluation(world(), rank);
    double ndcg = evaluation.atEnd().liked().values().ndcgAt10();
    double popular = evaluation.popularAtEnd().liked().values().ndcgAt10();
    assertThat(ndcg).isGreaterThan(1.3 * popular);
    assertThat(evaluation.atLastEvent().any().values().users())
        .isEqualTo(evaluation.atEnd().any().values().users())
        .isEqualTo(60);
    assertThat(evaluation.items()).isEqualTo(100);
  }

  @Test
  void shouldTestTheLastFifthOfThoseWithTenRows() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      lines.add("ten,i%d,%s,%d".formatted(n, n == 9 ? "4" : "2", n));
      lines.add("others,i%d,3,%d".formatted(n, n));
    }
    for (int n = 0; n < 9; n++) {
      lines.add("nine,i%d,5,%d".formatted(n, n));
    }
    lines.add("nine,i8,5,20"); // the same item again is a row, too: ten rows, two of the test
    lines.add("damaged,i1,x,1");
    ListEvaluation evaluation = evaluation(file(lines), Rank.CHOICE);
    assertThat(evaluation.size()).isEqualTo(24);
    assertThat(evaluation.tally().refused()).isEqualTo(1);
    assertThat(evaluation.items()).as("i8 and i9 are in the test alone").isEqualTo(8);
    assertThat(evaluation.atEnd().any().values().users()).as("nobody chose it").isZero();
  }

  @Test
  @Tag("thorough")
  void shouldBeatPopularityOnRealRatings() throws Exception {
    ListEvaluation evaluation = evaluation(realRatings(), Rank.BLEND);
    double popular = evaluation.popularAtEnd().liked().values().ndcgAt10();
    assertThat(popular).isBetween(0.074, 0.078);
    assertThat(evaluation.atEnd().liked().values().ndcgAt10()).isGreaterThan(0.115);
    assertThat(evaluation.atLastEvent().liked().values().ndcgAt10())
        .isGreaterThan(evaluation.popularAtLastEvent().liked().values().ndcgAt10());
  }

  private static Path realRatings() {
    String data = System.getenv("EDDY_DATA");
    Assumptions.assumeTrue(data != null, "EDDY_DATA is not set: no real lists are measured");
    Path file = Path.of(data, "ml-latest-small", "ratings.csv");
    Assumptions.assumeTrue(Files.isRegularFile(file), "no " + file + ": no lists are measured");
    return file;
  }

  // Where every choice counts alike it is a third of the lists.
  @Test
  @Tag("thorough")
  void shouldNotLetTenNewAccountsPushAnItemIntoOthersLists() throws Exception {
    ListEvaluation evaluation = evaluation(realRatings(), Rank.BLEND);
    long nowMs = evaluation.learned().getLast().timeMs();
    for (int account = 0; account < 10; account++) {
      nowMs += 60_000;
      var _ = evaluation.eddy().rate("new " + account, "pushed", 5, nowMs);
    }
    assertThat(shareOfLists(evaluation, "pushed", nowMs)).isLessThan(0.01);
    for (String userId : List.copyOf(evaluation.wanted().keySet()).subList(0, 10)) {
      nowMs += 60_000;
      var _ = evaluation.eddy().rate(userId, "pushed", 5, nowMs);
    }
    assertThat(shareOfLists(evaluation, "pushed", nowMs))
        .as("once users who are known choose it, too")
        .isGreaterThan(0.02);
  }

  private static double shareOfLists(ListEvaluation evaluation, String itemId, long nowMs) {
    int number = evaluation.eddy().byRating().number(itemId);
    LibraryLists lists = evaluation.eddy().lists(Rank.BLEND, nowMs);
    long shown =
        evaluation.wanted().keySet().stream()
            .filter(userId -> Arrays.stream(lists.of(userId, 10)).anyMatch(item -> item == number))
            .count();
    return (double) shown / evaluation.wanted().size();
  }
}
