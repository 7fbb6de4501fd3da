package dev.eddy.choice;

import dev.eddy.factorization.HistoryView;
import java.util.SplittableRandom;

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
  private long events;

  /// What was chosen before the choice at hand.
  private final int[] before = new int[WINDOW];

  /// Creates a learner that has learned nothing of its own yet.
  ///
  /// @param merged the items, as merged from all partitions
  /// @param partition which partition's deltas in the merged rows are this learner's own
  public ChoiceLearner(ChoiceRows merged, int partition, ChoiceSettings settings) {
    views = new ChoiceViews(merged, partition);
    weights = new WeightStep(views, recent, settings);
    random = new SplittableRandom(~settings.seed());
    leastLiked = settings.leastLiked();
  }

  /// Returns the items as this learner sees them; for the thread that learns.
  public ChoiceRows rows() {
    return views;
  }

  /// Learns that a user chose an item that they had not chosen before.
  ///
  /// @param history of the user, before the choice
  /// @param ratings of the user, before the choice
  public void learn(HistoryView history, Choice choice, Ratings ratings) {
    boolean known = views.item(choice.item()) != null;
    if (known && isDue() && isFit(history, choice)) {
      weights.learn(history, choice.item(), choice.timeMs(), ratings, views.shared());
    }
    if (choice.worth() > 0) {
      learnNeighbours(history, choice, views.write(choice.item()));
    }
    learnAgain(history, choice);
  }

  /// Learns that a user chose an item in another way than before: it counts, and tells nothing new
  /// of what is chosen after what.
  ///
  /// @param history of the user, before the choice
  public void learnAgain(HistoryView history, Choice choice) {
    events++;
    ChoiceItem item = views.write(choice.item());
    ChoiceShared shared = views.shared();
    shared.advance(clock.advance(choice.timeMs()), choice.timeMs());
    item.choose(choice.worth(), backing(history, choice.item()), shared.clock(), choice.timeMs());
    if (choice.isRated()) {
      shared.rate(1, choice.rating());
      item.rate(1, choice.rating() - shared.meanRating());
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

  private void learnNeighbours(HistoryView history, Choice choice, ChoiceItem item) {
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

  /// Learns that a choice stands in the place of another of the same item: its worth counts
  /// instead.
  public void reweigh(Choice before, Choice now) {
    if (now.worth() != before.worth()) {
      views.write(now.item()).takeBack(before.worth() - now.worth());
    }
  }

  /// Learns that a rating stands in the place of another.
  public void correct(int item, float before, float after) {
    views.shared().rate(0, (double) after - before);
    views.write(item).rate(0, (double) after - before);
  }

  /// Takes a choice back: it counts no more. What was near it stays so until it is crowded out.
  public void takeBack(Choice choice) {
    ChoiceItem item = views.write(choice.item());
    item.takeBack(choice.worth());
    if (choice.isRated()) {
      ChoiceShared shared = views.shared();
      item.rate(-1, shared.meanRating() - choice.rating());
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
