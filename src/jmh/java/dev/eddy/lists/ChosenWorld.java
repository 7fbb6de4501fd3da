package dev.eddy.lists;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.event.Rating;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.store.ChoiceMerging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/// Lists of a generated world that was learned whole, by rating and by what is chosen next, for
/// users with their own histories.
public final class ChosenWorld {

  private static final int N = 10;
  private static final int ITEMS_A_USER = 4;
  private static final int MERGED_AT_ONCE = 2_000;
  private static final int MOST = 1 << 20;

  private final ItemIndex index;
  private final ChoiceIndex choices = new ChoiceIndex();
  private final ChoiceLists lists;
  private final Map<String, User> users = new HashMap<>();
  private final List<User> asking;
  private final SplittableRandom random = new SplittableRandom(29);

  /// Medians, in milliseconds.
  ///
  /// @param rating of lists by predicted rating
  /// @param choice of lists by what is chosen next
  /// @param blend of lists by both, the default
  /// @param blendP99 the 99th percentile of those
  /// @param history how many items users have, at the median
  public record Times(double rating, double choice, double blend, double blendP99, int history) {}

  /// Learns a world.
  ///
  /// @param each how many ratings an item has on average
  public ChosenWorld(Model model, VectorKernels kernels, int items, int each) {
    index = new ItemIndex(model, kernels);
    lists = new ChoiceLists(choices, index);
    int people = Math.max(50, items / ITEMS_A_USER);
    System.err.printf(
        Locale.ROOT, "learning %,d choices of %,d items%n", (long) items * each, items);
    learn(new World(new WorldSettings(people, items, (long) items * each, 1)), model);
    asking = new ArrayList<>(users.values());
  }

  private void learn(World world, Model model) {
    Learner byRating = new Learner(model, index, 0, Metadata.NONE);
    ChoiceLearner byChoice = new ChoiceLearner(choices, 0, ChoiceSettings.of(model.settings()));
    ChoiceMerging merging = new ChoiceMerging(choices);
    long[] offset = {0};
    world.play(
        (rating, expected) -> {
          learn(rating, offset[0]++, byRating, byChoice);
          if (offset[0] % MERGED_AT_ONCE == 0) {
            byChoice.flush(offset[0], merging);
          }
          return true;
        });
    byChoice.flush(offset[0], merging);
    byRating.flush(offset[0], (id, delta) -> merge(id, delta, model));
    index.refresh();
    lists.refresh();
  }

  private void learn(
      Rating rating, long offset, Learner byRating, ChoiceLearner byChoice) {
    User user =
        users.computeIfAbsent(rating.userId(), id -> new User(new UserRow(0, 0), new History()));
    int number = index.number(rating.itemId());
    float stars = (float) rating.rating().orElseThrow();
    byChoice.learn(
        user.history().view(),
        Choice.rated(number, stars, rating.timestampMs()),
        item -> byRating.score(user, item));
    var _ =
        byRating.learn(
            rating.userId(),
            user,
            new History.Entry(number, true, stars, 1, rating.timestampMs(), offset));
  }

  private void merge(String id, ItemDelta delta, Model model) {
    ItemRow row = ItemRow.startedBy(delta, RowKind.newRow(model, id));
    row.merge(delta, RowKind.of(id).layout(model));
    index.put(id, row.publish());
  }

  /// Times lists of ten in turns, of items that the user does not have.
  public Times time(int seconds) {
    time(Math.max(1, seconds / 3), new double[MOST], new double[MOST], new double[MOST]);
    double[] rating = new double[MOST];
    double[] choice = new double[MOST];
    double[] blend = new double[MOST];
    int n = time(seconds, rating, choice, blend);
    Arrays.sort(rating, 0, n);
    Arrays.sort(choice, 0, n);
    Arrays.sort(blend, 0, n);
    int[] sizes = asking.stream().mapToInt(user -> user.history().size()).sorted().toArray();
    return new Times(
        rating[n / 2], choice[n / 2], blend[n / 2], blend[n * 99 / 100], sizes[sizes.length / 2]);
  }

  private int time(int seconds, double[] rating, double[] choice, double[] blend) {
    long endNs = System.nanoTime() + seconds * 1_000_000_000L;
    int n = 0;
    while (System.nanoTime() < endNs && n < MOST) {
      User user = asking.get(random.nextInt(asking.size()));
      HistoryView history = user.history().view();
      boolean[] had = new boolean[index.numberedEnd()];
      for (int place = history.first(); place < history.size(); place++) {
        had[history.item(place)] = true;
      }
      IntPredicate isNew = number -> !had[number];
      float[] row = user.row().values();
      long startNs = System.nanoTime();
      TopN byRating = new TopN(N);
      index.scan(row, isNew, byRating);
      byRating.drain(new float[N]);
      long ratedNs = System.nanoTime();
      list(history, row, false, isNew);
      long chosenNs = System.nanoTime();
      list(history, row, true, isNew);
      long blendedNs = System.nanoTime();
      rating[n] = (ratedNs - startNs) / 1e6;
      choice[n] = (chosenNs - ratedNs) / 1e6;
      blend[n] = (blendedNs - chosenNs) / 1e6;
      n++;
    }
    return n;
  }

  private void list(HistoryView history, float[] row, boolean blend, IntPredicate isNew) {
    TopN best = new TopN(N);
    try (ChoiceLists.Look look = lists.look(history, row, blend)) {
      look.best(isNew, best);
    }
    best.drain(new float[N]);
  }
}
