package dev.eddy.stream;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceDelta;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.ChoiceSink;
import dev.eddy.choice.SharedDelta;
import dev.eddy.factorization.History;
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
  private long scoredNs;

  /// Creates a task.
  ///
  /// @param ratings predicts what a choice may be liked
  /// @param hits scores choices before they are learned
  ChoiceTask(
      ChoiceLearner learner,
      Learner ratings,
      ItemRows items,
      ChoiceDeltaCodec codec,
      HitRate hits) {
    this.learner = learner;
    this.hits = hits;
    this.ratings = ratings;
    this.items = items;
    this.codec = codec;
  }

  /// Learns from a rating or its withdrawal, before the learner of ratings does.
  void learn(String userId, User user, History.Entry event) {
    float before = (float) user.history().ratingOf(event.item());
    switch (user.history().judge(event)) {
      case NEW -> {
        HistoryView history = user.history().view();
        float[] row = ratings.solveNow(userId, user);
        if (System.nanoTime() - scoredNs > SCORED_EVERY_NS) {
          hits.score(history, row, event.item());
          scoredNs = System.nanoTime();
        }
        learner.learn(
            history,
            Choice.rated(event.item(), event.rating(), event.timeMs()),
            item -> ratings.score(user, item));
      }
      case REPLACED -> learner.correct(event.item(), before, event.rating());
      case WITHDRAWN -> learner.takeBack(Choice.rated(event.item(), before, event.timeMs()));
      case IGNORED -> {} // nothing follows from it
    }
  }

  /// Takes back all choices of a user who leaves.
  void takeBack(HistoryView left) {
    for (int place = left.first(); place < left.size(); place++) {
      if (left.live(place)) {
        learner.takeBack(Choice.rated(left.item(place), left.rating(place), left.timeMs(place)));
      }
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
