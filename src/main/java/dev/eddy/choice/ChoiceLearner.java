package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.choice.row.ChoiceSink;
import dev.eddy.choice.row.ChoiceView;
import dev.eddy.choice.row.ChoiceViews;
import dev.eddy.choice.row.MergedItems;
import dev.eddy.factorization.user.HistoryView;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/// Learns the choices of one partition, in order. A choice changes one item, the one that was
/// chosen: each that changes is a record in Kafka with every commit.
///
/// The caller owns the histories and stores them; the learner keeps its view of the items, and
/// hands out what it changed when flushed. Not safe for use by several threads.
public final class ChoiceLearner {

  /// So many of a user's latest choices are neighbours of the next one.
  private static final int WINDOW = 10;

  /// What a choice counts by the next one.
  private static final float FADE = 0.9f;

  /// One event in so many makes a step of the weights, as long as they are new.
  private static final int OFTEN = 10;

  /// One event in so many, in the end: weights follow what changes, and a step costs as much as a
  /// list.
  private static final int SELDOM = 200;

  /// With so many steps the next one is put off by one event more.
  private static final int STEPS_AN_EVENT = 250;

  /// Who chose so many other items is no account that was made to push one.
  private static final int BACKING = 3;

  /// How often a choice that was not liked is fit for a step: lists are for what will be liked.
  private static final double STEP_IF_NOT_LIKED = 0.3;

  private final ChoiceViews views;
  private final ChoiceClock clock = new ChoiceClock();
  private final RecentChoices recent = new RecentChoices();
  private final WeightStep weights;
  private final SplittableRandom random;
  private final double leastLiked;
  private final DailyCap cap;
  private long events;

  /// What was chosen before the choice at hand.
  private final int[] before = new int[WINDOW];

  /// Creates a learner without a cap that has learned nothing of its own yet.
  ///
  /// @param merged the items, as merged from all partitions
  /// @param partition which partition's deltas in the merged rows are this learner's own
  public ChoiceLearner(MergedItems merged, int partition, ChoiceSettings settings) {
    this(merged, partition, settings, () -> 0);
  }

  /// Creates a learner that has learned nothing of its own yet.
  ///
  /// @param merged the items, as merged from all partitions
  /// @param partition which partition's deltas in the merged rows are this learner's own
  /// @param dailyCap from so many events of a user within a day on further ones count less and
  ///     less; 0 for no cap
  public ChoiceLearner(
      MergedItems merged, int partition, ChoiceSettings settings, IntSupplier dailyCap) {
    views = new ChoiceViews(merged, partition);
    weights = new WeightStep(views, recent, settings);
    random = new SplittableRandom(~settings.seed());
    leastLiked = settings.leastLiked();
    cap = new DailyCap(dailyCap);
  }

  /// Returns the items as this learner sees them; for the thread that learns.
  public ChoiceRows rows() {
    return views;
  }

  /// Learns that a user chose an item that they had not chosen before.
  ///
  /// @param history of the user, before the choice
  /// @param ratings of the user, before the choice
  /// @return the part of it that counts, above 0 and at most 1
  public float learn(HistoryView history, Choice choice, Ratings ratings) {
    float part = cap.partOfNext(history, choice);
    Choice heard = choice.times(part);
    boolean known = views.item(choice.item()) != null;
    if (known && isDue() && isFit(history, heard)) {
      weights.learn(history, choice.item(), choice.timeMs(), ratings, views.shared());
    }
    if (choice.worth() > 0) {
      learnNeighbours(history, heard, views.write(choice.item()));
    }
    count(history, heard, part);
    return part;
  }

  /// Learns that a user chose an item in another way than before: it counts, and tells nothing new
  /// of what is chosen after what.
  ///
  /// @param history of the user, before the choice
  /// @return the part of it that counts, above 0 and at most 1
  public float learnAgain(HistoryView history, Choice choice) {
    float part = cap.partOfNext(history, choice);
    count(history, choice.times(part), part);
    return part;
  }

  private void count(HistoryView history, Choice choice, double part) {
    events++;
    ChoiceView item = views.write(choice.item());
    ChoiceShared shared = views.shared();
    shared.advance(clock.advance(choice.timeMs()), choice.timeMs());
    item.choose(choice.worth(), backing(history, choice.item()), shared.clock(), choice.timeMs());
    if (choice.isRated()) {
      shared.rate(1, choice.rating());
      item.rate(part, part * (choice.rating() - shared.meanRating()));
    }
    if (choice.worth() > 0) {
      recent.add(choice.item());
    }
  }

  /// Returns how far somebody is known by what else they chose, 0 to 1.
  private double backing(HistoryView history, int item) {
    int found = 0;
    for (int place = history.size() - 1; place >= history.first() && found < BACKING; place--) {
      int other = history.item(place);
      if (history.live(place)
          && !history.isAgainst(place)
          && other != item
          && !wasBefore(other, found)) {
        before[found++] = other;
      }
    }
    return (double) found / BACKING;
  }

  private boolean isDue() {
    long every = Math.clamp((long) views.shared().steps() / STEPS_AN_EVENT, OFTEN, SELDOM);
    return events % every == 0;
  }

  private boolean isFit(HistoryView history, Choice choice) {
    boolean notLiked = choice.isRated() && choice.rating() < leastLiked;
    return history.size() > history.first()
        && random.nextDouble() < choice.worth() * (notLiked ? STEP_IF_NOT_LIKED : 1);
  }

  private void learnNeighbours(HistoryView history, Choice choice, ChoiceView item) {
    float weight = (float) choice.worth();
    int found = 0;
    for (int place = history.size() - 1; place >= history.first() && found < WINDOW; place--) {
      int other = history.item(place);
      if (history.live(place)
          && !history.isAgainst(place)
          && other != choice.item()
          && !wasBefore(other, found)) {
        before[found++] = other;
        item.after(other, weight);
        weight *= FADE;
      }
    }
  }

  private boolean wasBefore(int item, int found) {
    for (int i = 0; i < found; i++) {
      if (before[i] == item) {
        return true;
      }
    }
    return false;
  }

  /// Learns that a choice stands in the place of another of the same item: what that one counted is
  /// taken back, and this one counts by its own time.
  ///
  /// @param history of the user, in which the first still stands
  /// @param counted the part of the first that counts
  /// @return the part of the second that counts, above 0 and at most 1
  public float replace(HistoryView history, Choice before, float counted, Choice now) {
    float part = cap.partInPlaceOf(history, before, now);
    ChoiceView item = views.write(now.item());
    double less = counted * before.worth() - part * now.worth();
    if (less != 0) {
      item.takeBack(less);
    }
    if (before.isRated() && now.isRated()) {
      ChoiceShared shared = views.shared();
      double mean = shared.meanRating();
      item.rate(part - counted, part * (now.rating() - mean) - counted * (before.rating() - mean));
      shared.rate(0, (double) now.rating() - before.rating());
    }
    return part;
  }

  /// Takes a choice back: it counts no more. What was near it stays so until it is crowded out.
  ///
  /// @param counted the part of it that counts
  public void takeBack(Choice choice, float counted) {
    ChoiceView item = views.write(choice.item());
    item.takeBack(counted * choice.worth());
    if (choice.isRated()) {
      ChoiceShared shared = views.shared();
      item.rate(-counted, counted * (shared.meanRating() - choice.rating()));
      shared.rate(-1, -choice.rating());
    }
  }

  /// Hands out what was changed since the last flush.
  ///
  /// @param sequence the number of this flush, above every earlier one
  public void flush(long sequence, ChoiceSink sink) {
    views.flush(sequence, sink);
  }
}
