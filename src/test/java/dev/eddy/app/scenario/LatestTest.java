package dev.eddy.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {

  private final Latest latest = new Latest(itemId -> "Title " + itemId);

  @Test
  void shouldTellWhatWasChosenFromAList() {
    assertThat(latest.told()).isEmpty();
    latest.shown("u1", List.of("a", "b"));
    latest.rated("u1", "b", 4);
    assertThat(latest.told())
        .isEqualTo("u1 was shown 2 items and chose number 2, “Title b”, and rated it 4.");
    latest.shown("u2", List.of("a", "b", "c"));
    latest.clicked("u2", "a");
    assertThat(latest.told())
        .isEqualTo("u2 was shown 3 items and chose number 1, “Title a”, without rating it.");
  }

  @Test
  void shouldNotTellOfWhatWasKnownFromOutside() {
    latest.shown("u1", List.of("a", "b"));
    latest.rated("u1", "z", 4);
    latest.rated("u2", "a", 4);
    assertThat(latest.told()).isEmpty();
  }
}
