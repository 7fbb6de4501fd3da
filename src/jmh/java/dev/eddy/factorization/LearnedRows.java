package dev.eddy.factorization;

import dev.eddy.event.Rating;
import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Rows that a learner produced: of a generated world, with the shipped settings. Items beyond
/// those that were learned are resampled: a learned row drawn at random, each number moved by
/// Gaussian noise of a tenth of that number's spread over all rows.
public final class LearnedRows {

  private static final WorldSettings WORLD = new WorldSettings(4_000, 2_000, 200_000, 1);
  private static final double JITTER = 0.1;

  private final List<float[]> items = new ArrayList<>();
  private final List<float[]> users = new ArrayList<>();
  private final double[] spread;

  /// Learns a world.
  public LearnedRows(Model model) {
    ItemDictionary dictionary = new ItemDictionary();
    Map<String, User> known = new HashMap<>();
    Learner learner = new Learner(model, dictionary, 0, Metadata.NONE);
    long[] offset = {0};
    new World(WORLD)
        .play(
            (rating, expected) -> {
              learn(learner, known, rating, offset[0]++);
              return true;
            });
    for (int number = 1; number <= dictionary.size(); number++) {
      if (RowKind.of(dictionary.id(number)) == RowKind.ITEM) {
        items.add(learner.item(number).clone());
      }
    }
    known.values().forEach(user -> users.add(user.row().values().clone()));
    spread = spread(items);
  }

  private static void learn(
      Learner learner, Map<String, User> known, Rating rating, long offset) {
    User user =
        known.computeIfAbsent(
            rating.userId(), id -> new User(new UserRow(0, 0), new History()));
    History.Entry event =
        new History.Entry(
            learner.number(rating.itemId()),
            true,
            (float) rating.rating().orElseThrow(),
            1,
            rating.timestampMs(),
            offset);
    var _ = learner.learn(rating.userId(), user, event);
  }

  private static double[] spread(List<float[]> rows) {
    double[] spread = new double[rows.getFirst().length];
    for (int i = 0; i < spread.length; i++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : rows) {
        sum += row[i];
        squares += row[i] * (double) row[i];
      }
      double mean = sum / rows.size();
      spread[i] = Math.sqrt(Math.max(0, squares / rows.size() - mean * mean));
    }
    return spread;
  }

  /// Returns the row of some user.
  public float[] user(SplittableRandom random) {
    return users.get(random.nextInt(users.size()));
  }

  /// Returns the row of an item: a learned one as long as there are any, then resampled ones.
  public float[] item(int number, SplittableRandom random) {
    return number < items.size() ? items.get(number) : resampled(random);
  }

  /// Returns a resampled row of an item.
  public float[] resampled(SplittableRandom random) {
    float[] row = items.get(random.nextInt(items.size())).clone();
    for (int i = 0; i < row.length; i++) {
      row[i] += (float) (JITTER * spread[i] * random.nextGaussian());
    }
    return row;
  }
}
