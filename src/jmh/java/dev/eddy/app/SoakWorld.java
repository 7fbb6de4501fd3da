package dev.eddy.app;

import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A world that stands still: users who rate all items in turns, forever. Eddy keeps the latest 256
/// ratings of each, so an item is new to a user whenever it is that item's turn again.
///
/// A rating is a mean, a bias of the user and one of the item, a product of two tastes, and noise.
final class SoakWorld {

  /// Ratings kept of a user; must be fewer than there are items.
  static final int KEPT = 256;

  private static final int ITEMS = 1_000;
  private static final int STRIDE = 7; // so that neighbours in time are none in number
  private static final double NOISE = 0.5;

  private final int users;

  SoakWorld(int users) {
    this.users = users;
  }

  static String user(int number) {
    return "u" + number;
  }

  /// Returns after how many ratings each user has more than are kept.
  int full() {
    return users * (KEPT + KEPT / 4);
  }

  /// Returns the rating of a number from 0 on.
  ProducerRecord<String, String> rating(int n) {
    int user = n % users;
    int item = (n / users * STRIDE + user) % ITEMS;
    SplittableRandom ofUser = new SplittableRandom(user);
    SplittableRandom ofItem = new SplittableRandom(-1 - item);
    double taste = 0;
    double biases = 0.4 * ofUser.nextGaussian() + 0.6 * ofItem.nextGaussian();
    for (int factor = 0; factor < 3; factor++) {
      taste += 0.4 * ofUser.nextGaussian() * ofItem.nextGaussian();
    }
    double noise = NOISE * new SplittableRandom(n).nextGaussian();
    double rating = Math.clamp(3 + biases + taste + noise, 0.5, 5);
    return new ProducerRecord<>(
        "ratings",
        user(user),
        "{\"userId\":\"%s\",\"itemId\":\"i%d\",\"rating\":%.2f,\"timestamp\":%d}"
            .formatted(user(user), item, rating, System.currentTimeMillis()));
  }
}
