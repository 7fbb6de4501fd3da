package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Runs the example that the README shows.
class LibraryExampleTest {

  private static List<RatingRecommender.Suggestion> example() {
    // README
    RatingRecommender eddy = RatingRecommender.forScale(0.5, 5);
    long now = System.currentTimeMillis();
    for (int i = 0; i < 20; i++) {
      eddy.rate("fan" + i, "Alien", 5, now);
      eddy.rate("fan" + i, "Aliens", 4.5, now);
      eddy.rate("fan" + i, "Notting Hill", 2, now);
    }
    eddy.rate("ann", "Alien", 5, now);
    List<RatingRecommender.Suggestion> suggestions = eddy.recommend("ann", 2);
    // end
    return suggestions;
  }

  @Test
  void shouldRecommendWhatOthersLiked() {
    List<RatingRecommender.Suggestion> suggestions = example();
    assertThat(suggestions)
        .extracting(RatingRecommender.Suggestion::itemId)
        .containsExactly("Aliens", "Notting Hill");
    assertThat(suggestions.get(0).rating()).isGreaterThan(suggestions.get(1).rating() + 1);
  }

  @Test
  void shouldBeWhatTheReadmeShows() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/eddy/factorization/LibraryExampleTest.java"));
    String shown =
        source
            .substring(source.indexOf("// README\n") + 10, source.indexOf("    // end"))
            .lines()
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    String readme =
        Files.readString(Path.of("README.md"))
            .lines()
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    assertThat(readme).contains(shown.strip());
  }

  @Test
  void shouldRefuseARatingOffTheScale() {
    RatingRecommender eddy = RatingRecommender.forScale(0.5, 5);
    assertThatThrownBy(() -> eddy.rate("u", "i", 5.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the scale is 0.5 to 5.0");
  }
}
