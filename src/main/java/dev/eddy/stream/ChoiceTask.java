package dev.eddy.stream;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceDelta;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.ChoiceSink;
import dev.eddy.choice.SharedDelta;
import dev.eddy.event.Kinds;
import dev.eddy.factorization.History;
import dev.eddy.factorization.HistoryChange;
import dev.eddy.factorization.HistoryView;
import dev.eddy.factorization.ItemRows;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.User;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceKey;
import java.util.function.BiConsumer;

/// Learns what is chosen from the ratings of one partition, beside the learner of ratings.
///
/// Used by one thread.
final class ChoiceTask {

  /// A list takes some tenths of a millisecond, so that where there is much traffic a sample of
  /// the choices is looked at.
  private static final long SCORED_EVERY_NS = 50_000_000;

  private final ChoiceLearner learner;
  private final Learner ratings;
  private final ItemRows items;
  private final ChoiceDeltaCodec codec;
  private final HitRate hits;
  private final Kinds kinds;
  private long scoredNs;

  /// Creates a task.
  ///
  /// @param ratings predicts what a choice may be liked
  /// @param hits scores choices before they are learned
  /// @param kinds what each kind of event is worth
  ChoiceTask(
      ChoiceLearner learner,
      Learner ratings,
      ItemRows items,
      ChoiceDeltaCodec codec,
      HitRate hits,
      Kinds kinds) {
    this.learner = learner;
    this.hits = hits;
    this.ratings = ratings;
    this.items = items;
    this.codec = codec;
    this.kinds = kinds;
  }

  /// Learns from a rating or its withdrawal, before the learner of ratings does.
  void learn(String userId, User user, History.Entry event) {
    History.Entry before = user.history().standing(event);
    switch (user.history().judge(event)) {
      case NEW -> choose(userId, user, rated(event));
      case REPLACED -> {
        learner.correct(event.item(), before.rating(), event.rating());
        learner.reweigh(rated(before), rated(event));
      }
      case WITHDRAWN -> learner.takeBack(rated(before));
      case IGNORED -> {} // nothing follows from it
    }
  }

  /// Learns from an event without a rating, before it is part of the user's history. One that comes
  /// again says nothing new: the user counts once.
  void learnUnrated(String userId, User user, History.Entry event) {
    History history = user.interactions();
    HistoryChange change = history == null ? HistoryChange.NEW : history.judge(event);
    switch (change) {
      case NEW -> choose(userId, user, unrated(event));
      case REPLACED -> learner.reweigh(unrated(history.standing(event)), unrated(event));
      case WITHDRAWN -> throw new IllegalStateException("only ratings are withdrawn");
      case IGNORED -> {} // nothing follows from it
    }
  }

  private void choose(String userId, User user, Choice choice) {
    HistoryView history = user.choices();
    if (user.interactions() != null && history.contains(choice.item())) {
      learner.learnAgain(history, choice);
      return;
    }
    float[] row = ratings.solveNow(userId, user);
    if (choice.worth() > 0 && System.nanoTime() - scoredNs > SCORED_EVERY_NS) {
      hits.score(history, row, choice.item());
      scoredNs = System.nanoTime();
    }
    learner.learn(history, choice, item -> ratings.score(user, item));
  }

  private Choice rated(History.Entry event) {
    double worth = kinds.worthOfRating(event.kind());
    return new Choice(event.item(), event.rating(), worth, event.timeMs());
  }

  private static Choice unrated(History.Entry event) {
    return Choice.unrated(event.item(), event.weight(), event.timeMs());
  }

  /// Takes back all choices of a user who leaves.
  void takeBack(User left) {
    for (History.Entry entry : left.history().view().entries()) {
      if (entry.live()) {
        learner.takeBack(rated(entry));
      }
    }
    for (History.Entry entry : left.interactionsView().entries()) {
      takeBackUnrated(entry);
    }
  }

  /// Takes back an event without a rating, if it stands.
  void takeBackUnrated(History.Entry entry) {
    if (entry.live()) {
      learner.takeBack(unrated(entry));
    }
  }

  /// Hands out what changed since the last flush.
  ///
  /// @param sequence the number of this flush, above every earlier one
  /// @param sink receives keys and values for the topic of deltas
  void flush(long sequence, BiConsumer<byte[], byte[]> sink) {
    learner.flush(
        sequence,
        new ChoiceSink() {
          @Override
          public void item(int number, ChoiceDelta delta) {
            sink.accept(ChoiceKey.of(items.id(number)), codec.encode(delta));
          }

          @Override
          public void shared(SharedDelta delta) {
            sink.accept(ChoiceKey.of(""), codec.encode(delta));
          }
        });
  }
}
