package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.choice.row.MergedChoices;
import dev.eddy.factorization.Learned;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistoryView;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Eddy as a library, with both scores: how much somebody will like an item, and how likely they
/// choose it next. Everything in memory, no Kafka. It drives the same learners as the stream.
///
/// Not safe for use by several threads.
public final class ChoiceRecommender {

  private static final int MERGED_AT_ONCE = 200;

  /// While little is known, once this part of it is new.
  private static final int MERGED_PART = 32;

  /// Without a cap every choice counts in full.
  private static final float IN_FULL = 1;

  private final RatingRecommender byRating;
  private final MergedChoices merged = new MergedChoices();
  private final ChoiceLearner learner;
  private final ChoiceSettings settings;
  private int unmerged;
  private int learned;
  private long flushes;

  /// Creates a recommender on top of one by rating that has learned nothing yet.
  public ChoiceRecommender(RatingRecommender byRating, ChoiceSettings settings) {
    this.byRating = byRating;
    this.settings = settings;
    learner = new ChoiceLearner(merged, 0, settings);
  }

  /// Predicts a rating, then learns from it, that it was given and how high it is.
  ///
  /// @param rating a rating on the scale
  /// @param timeMs event time; of two ratings of one item the later stands
  public Learned rate(String userId, String itemId, double rating, long timeMs) {
    int item = byRating.number(itemId);
    HistoryChange change = byRating.judge(userId, itemId, rating, timeMs);
    double before = byRating.rating(userId, item);
    if (change == HistoryChange.REPLACED) {
      learner.replace(
          byRating.choices(userId),
          Choice.rated(item, (float) before, timeMs),
          IN_FULL,
          Choice.rated(item, (float) rating, timeMs));
    } else if (change == HistoryChange.NEW) {
      learn(userId, byRating.choices(userId), Choice.rated(item, (float) rating, timeMs));
    }
    return byRating.rate(userId, itemId, rating, timeMs);
  }

  /// Learns that a user chose an item, without a rating.
  ///
  /// @param kind how, such as `view`
  /// @param worth how much it counts beside a rating, which is worth 1; negative for what tells
  ///     against the item
  /// @param timeMs event time; the same user, item, kind and time counts once
  /// @return what became of what is known of the user
  public HistoryChange choose(
      String userId, String itemId, String kind, double worth, long timeMs) {
    int item = byRating.number(itemId);
    Choice choice = Choice.unrated(item, worth, timeMs);
    HistoryView before = byRating.choices(userId);
    double worthBefore = byRating.worth(userId, item, kind);
    HistoryChange change = byRating.noteInteraction(userId, itemId, kind, worth, timeMs);
    if (change == HistoryChange.NEW) {
      learn(userId, before, choice);
    } else if (change == HistoryChange.REPLACED) {
      learner.replace(before, Choice.unrated(item, worthBefore, timeMs), IN_FULL, choice);
    }
    return change;
  }

  private void learn(String userId, HistoryView before, Choice choice) {
    if (before.contains(choice.item())) {
      learner.learnAgain(before, choice);
    } else {
      learner.learn(before, choice, number -> byRating.score(userId, number));
    }
    mergeNowAndThen();
  }

  /// What is chosen after what is known once it is merged, as in the stream with its commits.
  private void mergeNowAndThen() {
    unmerged++;
    learned++;
    if (unmerged >= Math.min(MERGED_AT_ONCE, 1 + learned / MERGED_PART)) {
      merge();
    }
  }

  private void merge() {
    unmerged = 0;
    learner.flush(++flushes, merged);
    merged.publish();
  }

  /// Returns the recommender by rating; what it learns it must learn through [#rate].
  public RatingRecommender byRating() {
    return byRating;
  }

  /// Returns the items as they are now.
  ChoiceRows rows() {
    return learner.rows();
  }

  /// Makes lists at one moment; of use until the next rating.
  ///
  /// @param timeMs the event time of that moment
  public LibraryLists lists(Rank rank, long timeMs) {
    merge();
    return new LibraryLists(byRating, learner.rows(), settings, rank, timeMs);
  }

  /// Returns the scores by which a user's lists are ordered at one moment; of use until the next
  /// event.
  ///
  /// @param timeMs the event time of that moment
  public IntToDoubleFunction scores(String userId, Rank rank, long timeMs) {
    return new LibraryLists(byRating, learner.rows(), settings, rank, timeMs).scores(userId);
  }

  /// Returns the items that the user has not rated and will most probably choose and like, best
  /// first.
  public List<String> recommend(String userId, int n) {
    int[] best = lists(Rank.BLEND, System.currentTimeMillis()).of(userId, n);
    return Arrays.stream(best).mapToObj(byRating::id).toList();
  }
}
