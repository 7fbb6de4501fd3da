package dev.eddy.factorization;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// Where the rows of newcomers start, and how that is learned from rows that are warm.
///
/// With cold starts by metadata a row starts at the mean of its kind plus the sum of what its
/// features add. What a feature adds is a row of its own, which travels and merges as items do.
/// It is learned by Bayesian linear regression, one observation at a time and with a diagonal
/// covariance: a row is observed with the variance of what metadata cannot know plus that of the
/// row itself.
///
/// Not safe for use by several threads.
public final class RowStarts {

  /// A row tells of its features when it has 1, 4, 16, … ratings: the first count most, since
  /// newcomers are not like the popular.
  private static final int RATINGS_BETWEEN = 4;

  /// How often a row was rated tells of it as well. Newcomers have none, so this feature adds
  /// nothing where rows start; it takes up what sets the popular apart, which else would look
  /// like a merit of their features.
  private static final String RATINGS = "ratings";

  private static final float MAX_VALUE = 2;

  /// So many priors of items are remembered, for so many rehearsals: features move slowly, and to
  /// add them up anew for each rating would cost more than to learn from it.
  private static final int REMEMBERED = 4096;

  private static final int REHEARSALS = 256;

  private final Model model;
  private final ItemRows rows;
  private final Metadata metadata;
  private final boolean byMetadata;
  private Resolved[] itemFeatures = new Resolved[1024];
  private long itemFeaturesVersion;
  private final float[][] priors = new float[REMEMBERED][];
  private final int[] priorOf = new int[REMEMBERED];
  private int rehearsals;

  /// Creates starts.
  ///
  /// @param rows where feature rows have their numbers
  public RowStarts(Model model, ItemRows rows, Metadata metadata) {
    this.model = model;
    this.rows = rows;
    this.metadata = metadata;
    byMetadata = model.settings().coldStart().kind() == ColdStart.METADATA;
  }

  /// Features by the numbers of their rows.
  private record Resolved(int[] numbers, float[] values) {

    private static final Resolved NONE = new Resolved(new int[0], new float[0]);

    Resolved with(int number, float value) {
      int[] moreNumbers = Arrays.copyOf(numbers, numbers.length + 1);
      float[] moreValues = Arrays.copyOf(values, values.length + 1);
      moreNumbers[numbers.length] = number;
      moreValues[values.length] = value;
      return new Resolved(moreNumbers, moreValues);
    }
  }

  /// Returns the row of a user without ratings.
  ///
  /// @param seen gives a numbered row as the caller sees it, or null where there is none
  public float[] user(String userId, IntFunction<float[]> seen) {
    float[] row = model.newUser(userId, shared(seen));
    add(userFeatures(userId), model.userLayout(), row, seen);
    return row;
  }

  /// Returns the row of an item without ratings.
  ///
  /// @param seen gives a numbered row as the caller sees it, or null where there is none
  public float[] item(String itemId, IntFunction<float[]> seen) {
    float[] row = model.newItem(itemId, shared(seen));
    Resolved features =
        byMetadata
            ? resolve(metadata.ofItem(itemId), RowKind::itemFeature)
            : Resolved.NONE; // without a number, which whoever is only asked for must not get
    add(features, model.itemLayout(), row, seen);
    return row;
  }

  /// Returns whether metadata says anything of an item by which its row starts elsewhere.
  public boolean knowsItem(String itemId) {
    return byMetadata && !metadata.ofItem(itemId).isEmpty();
  }

  /// Returns what rows are pulled to by rehearsal, as long as the rows that the caller sees stay
  /// the same.
  Priors priors(IntFunction<float[]> seen) {
    if (++rehearsals % REHEARSALS == 0) {
      Arrays.fill(priors, null);
    }
    return new Priors(seen);
  }

  /// Where rows are pulled to, the less is rated the more: where they would start today, without
  /// noise. A row of which metadata knows nothing is pulled to no taste at all rather than to the
  /// mean of tastes, which measured better.
  final class Priors {

    private final IntFunction<float[]> seen;
    private final float[] meanItem;
    private final float[] plainItem;

    private Priors(IntFunction<float[]> seen) {
      this.seen = seen;
      meanItem = model.meanItem(shared(seen));
      plainItem = model.plainItem(shared(seen));
    }

    /// Returns where a user's row is pulled to; not to be changed.
    float[] user(String userId) {
      Resolved features =
          byMetadata ? resolve(metadata.ofUserAtHand(userId), RowKind::userFeature) : Resolved.NONE;
      if (features.numbers.length == 0) {
        return model.plainUser(shared(seen));
      }
      float[] row = model.meanUser(shared(seen));
      add(features, model.userLayout(), row, seen);
      return row;
    }

    /// Returns where an item's row is pulled to; not to be changed.
    float[] item(int number) {
      Resolved features = itemFeatures(number);
      if (features.numbers.length == 0) {
        return plainItem;
      }
      int slot = number % REMEMBERED;
      if (priors[slot] == null || priorOf[slot] != number) {
        float[] row = meanItem.clone();
        add(features, model.itemLayout(), row, seen);
        priors[slot] = row;
        priorOf[slot] = number;
      }
      return priors[slot];
    }
  }

  /// Returns the row that a travelling row of any kind starts at.
  float[] start(String id, IntFunction<float[]> seen) {
    return RowKind.of(id) == RowKind.ITEM ? item(id, seen) : RowKind.newRow(model, id);
  }

  private float[] shared(IntFunction<float[]> seen) {
    float[] shared = seen.apply(ItemRows.SHARED);
    return shared != null ? shared : model.newShared();
  }

  private Resolved userFeatures(String userId) {
    return byMetadata ? resolve(metadata.ofUser(userId), RowKind::userFeature) : Resolved.NONE;
  }

  private Resolved itemFeatures(int number) {
    if (!byMetadata) {
      return Resolved.NONE;
    }
    if (itemFeaturesVersion != metadata.itemsVersion()) {
      itemFeaturesVersion = metadata.itemsVersion();
      Arrays.fill(itemFeatures, null);
      Arrays.fill(priors, null);
    }
    if (number >= itemFeatures.length) {
      itemFeatures = Arrays.copyOf(itemFeatures, Math.max(number + 1, 2 * itemFeatures.length));
    }
    if (itemFeatures[number] == null) {
      itemFeatures[number] = resolve(metadata.ofItem(rows.id(number)), RowKind::itemFeature);
    }
    return itemFeatures[number];
  }

  private Resolved resolve(List<Feature> features, UnaryOperator<String> id) {
    if (features.isEmpty()) {
      return Resolved.NONE;
    }
    Map<Integer, Float> values = new LinkedHashMap<>();
    for (Feature feature : features) { // said twice, or hashed alike, is one feature
      values.merge(rows.number(id.apply(feature.name())), feature.value(), Float::sum);
    }
    int[] numbers = new int[values.size()];
    float[] by = new float[values.size()];
    int place = 0;
    for (Map.Entry<Integer, Float> value : values.entrySet()) {
      numbers[place] = value.getKey();
      by[place++] = Math.clamp(value.getValue(), -MAX_VALUE, MAX_VALUE);
    }
    return new Resolved(numbers, by);
  }

  private static void add(
      Resolved features, RowLayout layout, float[] row, IntFunction<float[]> seen) {
    for (int f = 0; f < features.numbers.length; f++) {
      float[] adds = seen.apply(features.numbers[f]);
      if (adds != null) {
        float value = features.values[f];
        for (RowLayout.Block block : layout.blocks()) {
          for (int i = block.at(); i < block.at() + block.size(); i++) {
            row[i] += value * adds[i];
          }
        }
      }
    }
  }

  /// Learns from a user's row what the user's features add.
  ///
  /// @param ratings of the user
  void learnUser(String userId, float[] row, int ratings, ItemViews items) {
    if (tells(ratings)) {
      float[] mean = model.meanUser(items.read(ItemRows.SHARED));
      learn(
          withRatings(userFeatures(userId), ratings, RowKind::userFeature),
          model.userLayout(),
          mean,
          row,
          items);
    }
  }

  /// Learns from an item's row what the item's features add.
  ///
  /// @param ratings of the item
  void learnItem(int number, float[] row, int ratings, ItemViews items) {
    if (tells(ratings)) {
      float[] mean = model.meanItem(items.read(ItemRows.SHARED));
      learn(
          withRatings(itemFeatures(number), ratings, RowKind::itemFeature),
          model.itemLayout(),
          mean,
          row,
          items);
    }
  }

  private static boolean tells(int ratings) {
    int left = ratings;
    while (left > 1 && left % RATINGS_BETWEEN == 0) {
      left /= RATINGS_BETWEEN;
    }
    return left == 1;
  }

  private Resolved withRatings(Resolved features, int ratings, UnaryOperator<String> id) {
    return features.numbers.length == 0
        ? features
        : features.with(rows.number(id.apply(RATINGS)), (float) (Math.log(ratings) / Math.log(2)));
  }

  private static void learn(
      Resolved features, RowLayout layout, float[] mean, float[] row, ItemViews items) {
    if (features.numbers.length == 0) {
      return;
    }
    float[][] adds = new float[features.numbers.length][];
    for (int f = 0; f < adds.length; f++) {
      adds[f] = items.write(features.numbers[f], 0);
    }
    for (RowLayout.Block block : layout.blocks()) {
      if (mean[block.precisionAt()] > 0) { // else it is an account of ratings, and no parameter
        learn(block, features.values, adds, mean, row);
      }
    }
  }

  private static void learn(
      RowLayout.Block block, float[] values, float[][] adds, float[] mean, float[] row) {
    int precisionAt = block.precisionAt();
    float unknown = 1 / mean[precisionAt] + 1 / row[precisionAt];
    float variance = unknown;
    for (int f = 0; f < adds.length; f++) {
      variance += values[f] * values[f] / adds[f][precisionAt];
    }
    for (int i = block.at(); i < block.at() + block.size(); i++) {
      float error = row[i] - mean[i];
      for (int f = 0; f < adds.length; f++) {
        error -= values[f] * adds[f][i];
      }
      for (int f = 0; f < adds.length; f++) {
        float moved = adds[f][i] + values[f] * error / (variance * adds[f][precisionAt]);
        adds[f][i] = Math.clamp(moved, -RowLayout.LIMIT, RowLayout.LIMIT);
      }
    }
    for (int f = 0; f < adds.length; f++) {
      adds[f][precisionAt] += values[f] * values[f] / unknown;
    }
  }
}
