package dev.eddy.factorization;

import dev.eddy.event.EventSettings;
import dev.eddy.event.Kinds;
import dev.eddy.event.RatingRules;
import dev.eddy.event.Rejection;
import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import java.time.Clock;
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
public final class RatingRecommender {

  private static final HistoryView NOTHING_RATED = new History().view();

  private final Model model;
  private final ItemDictionary items = new ItemDictionary();
  private final Learner learner;
  private final RatingRules rules;
  private final Map<String, User> users = new HashMap<>();
  private long offset;

  /// The user who was solved last, while nothing was learned since; null for nobody.
  private String solvedUser;

  private float[] solvedRow;

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
  public RatingRecommender(Model model) {
    this(model, Metadata.NONE);
  }

  /// Creates a recommender with a model, and metadata by which new rows may start.
  public RatingRecommender(Model model, Metadata metadata) {
    this.model = model;
    learner = new Learner(model, items, 0, metadata);
    rules =
        new RatingRules(
            EventSettings.forScale(model.settings().ratingMin(), model.settings().ratingMax()),
            Clock.systemUTC());
  }

  /// Creates a recommender with the default model for a rating scale.
  public static RatingRecommender forScale(double min, double max) {
    return new RatingRecommender(
        new DotModel(LearningSettings.forScale(min, max), KernelChoice.AUTO.select()));
  }

  /// Predicts a rating, then learns from it.
  ///
  /// @param rating a rating on the scale
  /// @param timeMs event time; of two ratings of one item the later stands
  /// @throws IllegalArgumentException if the stream would refuse such a rating, or an id is
  ///     reserved: one that is empty or begins with the character NUL, which no method takes
  public Learned rate(String userId, String itemId, double rating, long timeMs) {
    checkId(userId);
    checkId(itemId);
    Rejection bad = rules.check(userId, itemId, rating, timeMs);
    if (bad != null) {
      throw new IllegalArgumentException(bad.reason().label() + ": " + bad.detail());
    }
    solvedUser = null;
    User user = known(userId);
    Learned learned = learner.learn(userId, user, entry(number(itemId), rating, timeMs));
    offset++;
    learner.expireOldest(user);
    return learned;
  }

  private User known(String userId) {
    return users.computeIfAbsent(userId, id -> new User(new UserRow(0, 0), new History()));
  }

  /// Notes that a user chose an item without rating it, which changes no prediction.
  ///
  /// @param worth how much it counts
  /// @param timeMs event time; the same user, item, kind and time counts once
  /// @return what became of what is known of the user
  public HistoryChange noteInteraction(
      String userId, String itemId, String kind, double worth, long timeMs) {
    checkId(userId);
    History.Entry entry =
        new History.Entry(
            number(itemId), Kinds.number(kind), true, Float.NaN, (float) worth, timeMs, offset++);
    History interactions = known(userId).ownInteractions();
    HistoryChange change = interactions.apply(entry);
    interactions.keepLatest(model.settings().admission().ratingsPerUser());
    return change;
  }

  /// Returns what a user's choice of a kind is worth that stands, 0 where there is none.
  public double worth(String userId, int item, String kind) {
    User user = users.get(userId);
    History interactions = user == null ? null : user.interactions();
    History.Entry standing =
        interactions == null ? null : interactions.standing(item, Kinds.number(kind));
    return standing == null ? 0 : standing.weight();
  }

  /// Rows that are of no item have ids, too, and must not be met under them.
  private static void checkId(String id) {
    if (RowKind.of(id) != RowKind.ITEM) {
      throw new IllegalArgumentException("an id must not be empty or begin with NUL");
    }
  }

  /// Says what a rating would do to what is known of a user, and does nothing.
  public HistoryChange judge(String userId, String itemId, double rating, long timeMs) {
    User user = users.get(userId);
    return user == null
        ? HistoryChange.NEW
        : user.history().judge(entry(number(itemId), rating, timeMs));
  }

  private History.Entry entry(int item, double rating, long timeMs) {
    return new History.Entry(item, true, (float) rating, 1, timeMs, offset);
  }

  /// Returns the number of an item, giving it one if it has none.
  public int number(String itemId) {
    checkId(itemId);
    return items.number(itemId);
  }

  /// Returns the id of a numbered item.
  public String id(int number) {
    return items.id(number);
  }

  /// Returns what a user has rated so far.
  public HistoryView history(String userId) {
    User user = users.get(userId);
    return user == null ? NOTHING_RATED : user.history().view();
  }

  /// Returns what a user has chosen so far, rated or not.
  public HistoryView choices(String userId) {
    User user = users.get(userId);
    return user == null ? NOTHING_RATED : user.choices();
  }

  /// Returns the rating of a numbered item that stands, or not a number.
  public double rating(String userId, int item) {
    User user = users.get(userId);
    return user == null ? Double.NaN : user.history().ratingOf(item);
  }

  /// Returns the score of a numbered item for a user, by which lists are ordered.
  public float score(String userId, int item) {
    return score(row(userId), item);
  }

  /// Returns the row of a user as it follows from the ratings now.
  private float[] row(String userId) {
    checkId(userId);
    if (!userId.equals(solvedUser)) {
      solvedRow = learner.solved(userId, users.get(userId));
      solvedUser = userId;
    }
    return solvedRow;
  }

  /// Predicts a rating given now. Unknown users and items are taken as average ones.
  public float predict(String userId, String itemId) {
    return predict(userId, itemId, System.currentTimeMillis());
  }

  /// Predicts a rating given at some event time.
  public float predict(String userId, String itemId, long timeMs) {
    checkId(userId);
    return learner.predict(userId, users.get(userId), number(itemId), timeMs);
  }

  /// Returns the score of an item for a user, by which lists are ordered. Unknown users and items
  /// are taken as average ones.
  public float score(String userId, String itemId) {
    return score(row(userId), number(itemId));
  }

  private float score(float[] row, int item) {
    return model.score(learner.shared(), row, learner.item(item));
  }

  /// Returns the users, best first, whose score for an item is highest; by their rows as they were
  /// left by their last ratings.
  ///
  /// @param userIds the users to choose from
  public List<String> bestUsers(String itemId, List<String> userIds, int n) {
    float[] shared = learner.shared();
    float[] item = learner.item(number(itemId));
    TopN best = new TopN(n);
    for (int place = 0; place < userIds.size(); place++) {
      User user = users.get(userIds.get(place));
      boolean isSolved = user != null && user.row().isSolved();
      float[] row = isSolved ? user.row().values() : row(userIds.get(place));
      best.offer(place, model.score(shared, row, item));
    }
    return Arrays.stream(best.drain(new float[best.size()])).mapToObj(userIds::get).toList();
  }

  /// Returns the items whose vectors point most in the same direction as an item's, by cosine;
  /// empty for an item that nobody has rated.
  ///
  /// @param minRatings items with fewer ratings, whose vectors are mostly noise, are left out
  public List<Neighbour> similar(String itemId, int n, int minRatings) {
    int number = number(itemId);
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
        .filter(user -> user.row().isSolved())
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

  /// Returns the items that the user has not rated and is expected to like best, best first.
  public List<Suggestion> recommend(String userId, int n) {
    User user = users.get(userId);
    float[] row = row(userId);
    boolean[] rated = new boolean[items.size() + 1];
    if (user != null) {
      for (History.Entry entry : user.choices().entries()) {
        rated[entry.item()] = true;
      }
    }
    TopN best = new TopN(n);
    for (int item = 1; item <= items.size(); item++) {
      if (!rated[item] && RowKind.of(items.id(item)) == RowKind.ITEM) {
        best.offer(item, score(row, item));
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
