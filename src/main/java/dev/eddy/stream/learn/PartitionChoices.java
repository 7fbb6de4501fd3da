package dev.eddy.stream.learn;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceSink;
import dev.eddy.choice.row.SharedDelta;
import dev.eddy.event.Kinds;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceKey;
import java.util.List;
import java.util.function.BiConsumer;

/// Learns what is chosen from the ratings of one partition, beside the learner of ratings.
///
/// Used by one thread.
public final class PartitionChoices {

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
  public PartitionChoices(
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
  ///
  /// @return the event with the part of it that counts, which its place is to keep
  History.Entry learn(String userId, User user, History.Entry event) {
    return learn(userId, user, user.history(), event);
  }

  /// Learns from an event without a rating, before it is part of the user's history. One that comes
  /// again says nothing new: the user counts once.
  ///
  /// @return the event with the part of it that counts, which its place is to keep
  History.Entry learnUnrated(String userId, User user, History.Entry event) {
    return learn(userId, user, user.ownInteractions(), event);
  }

  private History.Entry learn(String userId, User user, History history, History.Entry event) {
    History.Entry before = history.standing(event);
    return switch (history.judge(event)) {
      case NEW -> event.counting(choose(userId, user, choice(event)));
      case REPLACED ->
          event.counting(
              learner.replace(user.choices(), choice(before), before.part(), choice(event)));
      case WITHDRAWN -> {
        learner.takeBack(choice(before), before.part());
        yield event;
      }
      case IGNORED -> event;
    };
  }

  private float choose(String userId, User user, Choice choice) {
    HistoryView history = user.choices();
    if (user.interactions() != null && history.contains(choice.item())) {
      return learner.learnAgain(history, choice);
    }
    float[] row = ratings.solveNow(userId, user);
    if (choice.worth() > 0 && System.nanoTime() - scoredNs > SCORED_EVERY_NS) {
      hits.score(history, row, choice.item());
      scoredNs = System.nanoTime();
    }
    return learner.learn(history, choice, item -> ratings.score(user, item));
  }

  private Choice choice(History.Entry event) {
    boolean isUnrated = Float.isNaN(event.rating());
    double worth = isUnrated ? event.weight() : kinds.worthOfRating(event.kind());
    return new Choice(event.item(), event.rating(), worth, event.timeMs());
  }

  /// Takes back those of some events that stand: just as much as they counted.
  void takeBack(List<History.Entry> entries) {
    for (History.Entry entry : entries) {
      if (entry.live()) {
        learner.takeBack(choice(entry), entry.part());
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
