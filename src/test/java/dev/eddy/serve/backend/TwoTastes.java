package dev.eddy.serve.backend;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A world of two tastes, `u0` to `u59` and `m0` to `m79`: users with an even number like items
/// with an even number, and the same with odd ones.
///
/// Every third item is a comedy, every fifth is of war, every fourth is a classic; the years go
/// from 1980 to 2019 and begin anew; `m7` is hidden.
public final class TwoTastes {

  public static final int USERS = 60;
  public static final int ITEMS = 80;

  private static final int RATINGS = 3_000;
  private static final int MERGED_EVERY = 200;
  private static final long SEED = 3;

  private TwoTastes() {}

  /// Returns what the catalog says of the items.
  public static List<CatalogItem> items() {
    return IntStream.range(0, ITEMS)
        .mapToObj(
            item ->
                new CatalogItem(
                    "m" + item,
                    "Title " + item,
                    List.of(item % 3 == 0 ? "Comedy" : "Drama", item % 5 == 0 ? "War" : "Peace"),
                    1980 + item % 40,
                    item % 4 == 0 ? List.of("classic") : List.of(),
                    item == 7))
        .toList();
  }

  /// Returns the ratings in the order of their times; some replace earlier ones.
  public static List<Rating> ratings() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Rating> ratings = new ArrayList<>();
    for (int n = 0; n < RATINGS; n++) {
      int user = random.nextInt(USERS);
      int item = random.nextInt(ITEMS);
      double liking = (user + item) % 2 == 0 ? 1.3 : -1.3;
      double rating = Math.clamp(3 + liking + random.nextGaussian() / 3, 0.5, 5);
      ratings.add(Rating.of("u" + user, "m" + item, Math.rint(rating * 2) / 2, 1_000_000L + n));
    }
    return ratings;
  }

  /// Returns an instance that has learned the world.
  public static FakeBackend learned() {
    FakeBackend backend = new FakeBackend();
    items().forEach(backend::put);
    int n = 0;
    for (Rating rating : ratings()) {
      backend.rate(rating);
      n++;
      if (n % MERGED_EVERY == 0) {
        backend.merge();
      }
    }
    backend.merge();
    return backend;
  }
}
