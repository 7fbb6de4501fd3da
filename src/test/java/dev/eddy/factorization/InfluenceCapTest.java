package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A few enthusiasts who rate everything, beside many who rate a little and think otherwise.
class InfluenceCapTest {

  private static final int ITEMS = 100;
  private static final int ENTHUSIASTS = 10;
  private static final int OTHERS = 250;
  private static final int RATINGS_OF_OTHERS = 8;

  /// @param item even ones are what enthusiasts like, and nobody else
  private record Event(String user, int item, double rating) {}

  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    for (int user = 0; user < ENTHUSIASTS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        events.add(new Event("fan" + user, item, item % 2 == 0 ? 5 : 1));
      }
    }
    for (int user = 0; user < OTHERS; user++) {
      for (int n = 0; n < RATINGS_OF_OTHERS; n++) {
        int item = (user * RATINGS_OF_OTHERS + n * 37) % ITEMS;
        events.add(new Event("u" + user, item, item % 2 == 0 ? 2 : 4));
      }
    }
    Collections.shuffle(events, random);
    return events;
  }

  /// Returns by how much a newcomer is expected to like the enthusiasts' items more than the
  /// others.
  private static double leaning(ModelKind kind, int cap) {
    RatingRecommender recommender =
        new RatingRecommender(
            SomeSettings.forScale(0.5, 5)
                .model(kind)
                .factors(8)
                .influenceCap(cap)
                .build()
                .newModel(new ScalarKernels()));
    long timeMs = 0;
    for (Event event : events(new Random(5))) {
      recommender.rate(event.user, "i" + event.item, event.rating, timeMs += 3_600_000);
    }
    double leaning = 0;
    for (int item = 0; item < ITEMS; item++) {
      double rating = recommender.predict("newcomer", "i" + item, timeMs);
      leaning += (item % 2 == 0 ? 2 : -2) * rating / ITEMS;
    }
    return leaning;
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepAFewFromSpeakingForAll(ModelKind kind) {
    double free = leaning(kind, 0);
    double capped = leaning(kind, RATINGS_OF_OTHERS);
    // The others, who are asked alone, would say -2.
    assertThat(capped).isLessThan(free - 0.4);
    assertThat(leaning(kind, 1000)).isEqualTo(free);
  }
}
