package dev.eddy.factorization;

import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Eddy as a library: everything in memory, no Kafka. It drives the same [Learner] as the stream,
/// so one partition's ratings give the same predictions here as there.
///
/// Not safe for use by several threads.
public final class InMemoryRecommender {

  private final Model model;
  private final ItemDictionary items = new ItemDictionary();
  private final Learner learner;
  private final Map<String, User> users = new HashMap<>();
  private final UserSample sample;
  private long offset;

  /// An item and the rating that the user is expected to give it.
  ///
  /// @param itemId the item
  /// @param rating the predicted rating, within the scale
  public record Suggestion(String itemId, float rating) {}

  /// A similar item.
  ///
  /// @param itemId the item
  /// @param cosine of the two vectors, -1 to 1
  public record Neighbour(String itemId, float cosine) {}

  /// Creates a recommender with a model.
  public InMemoryRecommender(Model model) {
    this(model, Metadata.NONE);
  }

  /// Creates a recommender with a model, and metadata by which new rows may start.
  public InMemoryRecommender(Model model, Metadata metadata) {
    this.model = model;
    sample = new UserSample(model.settings().rehearsal().users());
    learner = new Learner(model, items, 0, new Remembering(), metadata);
  }

  /// Creates a recommender with the default model for a rating scale.
  public static InMemoryRecommender forScale(double min, double max) {
    return new InMemoryRecommender(
        new DotModel(LearningSettings.forScale(min, max), KernelChoice.AUTO.select()));
  }

  /// Predicts a rating, then learns from it.
  ///
  /// @param rating a rating on the scale
  /// @param timeMs event time; of two ratings of one item the later stands
  public Learner.Learned rate(String userId, String itemId, double rating, long timeMs) {
    if (!(rating >= model.settings().ratingMin() && rating <= model.settings().ratingMax())) {
      throw new IllegalArgumentException(
          "rating is %s, the scale is %s to %s"
              .formatted(rating, model.settings().ratingMin(), model.settings().ratingMax()));
    }
    User user = users.computeIfAbsent(userId, this::newUser);
    History.Entry event =
        new History.Entry(learner.number(itemId), true, (float) rating, 1, timeMs, offset);
    boolean waited = user.row().isWaiting();
    Learner.Learned learned = learner.learn(userId, user.row(), user.history(), event);
    if (waited && !user.row().isWaiting()) {
      sample.add(userId);
    }
    learner.rehearseAfter(learned, offset, 1);
    offset++;
    return learned;
  }

  private User newUser(String userId) {
    UserRow row = learner.newUser(userId);
    if (!row.isWaiting()) {
      sample.add(userId);
    }
    return new User(row, new History());
  }

  /// Returns the row of a user or, of one who has none, that of a newcomer.
  private UserRow row(String userId) {
    User user = users.get(userId);
    return user == null || user.row().isWaiting() ? learner.stranger(userId) : user.row();
  }

  private final class Remembering implements RememberedUsers {
    @Override
    public Remembered pick(double chance) {
      String id = sample.pick(chance);
      User user = users.get(id);
      return user == null ? null : new Remembered(id, user);
    }

    @Override
    public void changed(Remembered user) {
      // Rows are where they are changed.
    }
  }

  /// Predicts a rating given now. Unknown users and items are taken as average ones.
  public float predict(String userId, String itemId) {
    return predict(userId, itemId, System.currentTimeMillis());
  }

  /// Predicts a rating given at some event time.
  public float predict(String userId, String itemId, long timeMs) {
    User user = users.get(userId);
    History history = user == null ? new History() : user.history();
    return learner.predict(row(userId), history, items.number(itemId), timeMs);
  }

  /// Returns the score of an item for a user, by which lists are ordered. Unknown users and items
  /// are taken as average ones.
  public float score(String userId, String itemId) {
    return learner.score(row(userId), items.number(itemId));
  }

  /// Returns the users, best first, whose score for an item is highest.
  ///
  /// @param userIds the users to choose from
  public List<String> bestUsers(String itemId, List<String> userIds, int n) {
    float[] shared = learner.shared();
    float[] item = learner.item(items.number(itemId));
    TopN best = new TopN(n);
    for (int place = 0; place < userIds.size(); place++) {
      best.offer(place, model.score(shared, row(userIds.get(place)).values(), item));
    }
    return Arrays.stream(best.drain(new float[best.size()])).mapToObj(userIds::get).toList();
  }

  /// Returns the items whose vectors point most in the same direction as an item's, by cosine;
  /// empty for an item that nobody has rated.
  ///
  /// @param minRatings items with fewer ratings, whose vectors are mostly noise, are left out
  public List<Neighbour> similar(String itemId, int n, int minRatings) {
    int number = items.number(itemId);
    if (learner.itemRatings(number) == 0) {
      return List.of();
    }
    float[] shared = learner.shared();
    float[] common = Direction.common(model, shared);
    Direction direction = Direction.of(model, shared, common, learner.item(number));
    TopN best = new TopN(n);
    for (int other = 1; other <= items.size(); other++) {
      if (other != number
          && RowKind.of(items.id(other)) == RowKind.ITEM
          && learner.itemRatings(other) >= minRatings) {
        best.offer(
            other, direction.cosine(Direction.of(model, shared, common, learner.item(other))));
      }
    }
    float[] cosines = new float[best.size()];
    int[] numbers = best.drain(cosines);
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      neighbours.add(new Neighbour(items.id(numbers[i]), cosines[i]));
    }
    return neighbours;
  }

  /// Returns the mean length of the vectors of all users.
  public double meanUserNorm() {
    return users.values().stream()
        .filter(user -> !user.row().isWaiting())
        .mapToDouble(user -> model.userNorm(user.row().values()))
        .average()
        .orElse(Double.NaN);
  }

  /// Returns the mean length of the vectors of all items.
  public double meanItemNorm() {
    return IntStream.rangeClosed(1, items.size())
        .filter(item -> RowKind.of(items.id(item)) == RowKind.ITEM)
        .mapToDouble(item -> model.itemNorm(learner.item(item)))
        .average()
        .orElse(Double.NaN);
  }

  /// Folds the ratings of somebody into a row whom nothing is learned of; see [FoldIn].
  ///
  /// @param ratings by item, on the scale; those of items that nobody has rated count for nothing
  public FoldIn foldIn(Map<String, Double> ratings) {
    List<FoldIn.Given> given = new ArrayList<>();
    ratings.forEach(
        (itemId, rating) -> {
          int number = items.number(itemId);
          if (learner.itemRatings(number) > 0) {
            given.add(new FoldIn.Given(learner.item(number), rating, 1));
          }
        });
    return new FoldIn(model, learner.shared(), learner.stranger("").values(), given);
  }

  /// Returns the score of an item for somebody whose ratings were folded in.
  public float score(FoldIn stranger, String itemId) {
    return model.score(learner.shared(), stranger.row(), learner.item(items.number(itemId)));
  }

  /// Returns how much each rating that was folded in moves the score of an item.
  public double[] pulls(FoldIn stranger, String itemId) {
    return stranger.pulls(learner.item(items.number(itemId)));
  }

  /// Returns the items that the user has not rated and is expected to like best, best first.
  public List<Suggestion> recommend(String userId, int n) {
    User user = users.get(userId);
    UserRow row = row(userId);
    boolean[] rated = new boolean[items.size() + 1];
    if (user != null) {
      for (History.Entry entry : user.history().entries()) {
        rated[entry.item()] = true;
      }
    }
    TopN best = new TopN(n);
    for (int item = 1; item <= items.size(); item++) {
      if (!rated[item] && RowKind.of(items.id(item)) == RowKind.ITEM) {
        best.offer(item, model.score(learner.shared(), row.values(), learner.item(item)));
      }
    }
    float[] scores = new float[best.size()];
    List<Suggestion> suggestions = new ArrayList<>();
    int[] numbers = best.drain(scores);
    for (int i = 0; i < numbers.length; i++) {
      suggestions.add(new Suggestion(items.id(numbers[i]), model.toRating(scores[i])));
    }
    return suggestions;
  }
}
