package dev.eddy.lists;

import dev.eddy.choice.BaseScoreOrder;
import dev.eddy.choice.ChoiceScorer;
import dev.eddy.choice.Neighbourhood;
import dev.eddy.choice.Reasons;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;

/// Finds the items that somebody will most likely choose next, exactly, without scoring all.
///
/// The score of an item is a bias, which is the same for everybody; a part that only neighbours of
/// the history have; and, in a blend, the predicted rating. So one goes down the items by bias
/// until even the highest rating of all could not lift the next one into the list, and looks at the
/// few thousand neighbours one by one (the threshold algorithm of Fagin, Lotem and Naor 2003,
/// "Optimal aggregation algorithms for middleware").
///
/// Biases are those of the last [#refresh]. Safe for use by several threads.
public final class ChoiceLists {

  private final ChoiceIndex rows;
  private final ItemIndex index;
  private final double scale;

  /// Not in use just now; one is as large as there are items.
  private final Queue<Neighbourhood> spare = new ConcurrentLinkedQueue<>();

  private volatile Moment moment;

  /// What all lists have in common until the next refresh.
  ///
  /// @param unchosen items that nobody has chosen, which all have one bias
  /// @param popular the items that were chosen most, in order
  private record Moment(Order blend, Order choice, int[] unchosen, int[] popular) {}

  /// All items by bias.
  ///
  /// @param unchosenBias of those that nobody has chosen
  private record Order(BaseScoreOrder biases, ChoiceScorer scorer, float unchosenBias) {

    /// Of an item that nobody has chosen nothing is learned, least of all by its being new: it is
    /// taken for a little less than the least of those that were.
    static Order of(ChoiceIndex rows, ChoiceScorer scorer, ChoiceShared shared) {
      BaseScoreOrder biases = BaseScoreOrder.of(rows, scorer, shared.clock(), shared.timeMs());
      int size = biases.size();
      float least = size == 0 ? 0 : biases.bias(biases.number(size - 1));
      return new Order(biases, scorer, Math.nextDown(least));
    }
  }

  /// Of items that nobody has chosen, so many of the newest take part in lists.
  private static final int MOST_UNCHOSEN = 2_000;

  /// So many of the most popular are known: more than most users have chosen.
  private static final int MOST_POPULAR = 2_000;

  /// One item in so many is popular.
  private static final int POPULAR_PART = 20;

  /// Creates lists of which there are none before the first refresh.
  ///
  /// @param rows what is known of choices
  /// @param index the items as they are rated
  public ChoiceLists(ChoiceIndex rows, ItemIndex index) {
    this.rows = rows;
    this.index = index;
    scale = index.model().settings().ratingMax() - index.model().settings().ratingMin();
  }

  /// Returns what is known of choices.
  public ChoiceIndex rows() {
    return rows;
  }

  /// Brings the biases up to date. One thread at a time.
  public void refresh() {
    ChoiceShared shared = rows.shared();
    rows.publish();
    if (shared != null) {
      Order blend = Order.of(rows, ChoiceScorer.ofBlend(shared), shared);
      Order choice = Order.of(rows, ChoiceScorer.ofChoice(shared), shared);
      moment = new Moment(blend, choice, unchosen(blend.biases), mostChosen());
    }
  }

  private int[] mostChosen() {
    TopN most = new TopN(MOST_POPULAR);
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      most.offer(number, (float) rows.item(number).evidentCount());
    }
    return most.drain(new float[most.size()]);
  }

  /// Returns whether an item is among the few that are chosen most.
  public boolean isPopular(int number) {
    Moment now = moment;
    return now != null
        && now.popular.length > 0
        && rows.item(number) != null
        && isPopular(number, now);
  }

  private boolean isPopular(int number, Moment now) {
    int least = now.popular[Math.min(now.popular.length, rows.size() / POPULAR_PART + 1) - 1];
    return rows.item(number).evidentCount() >= rows.item(least).evidentCount();
  }

  /// Returns how often an item was chosen, by worth; its number of ratings while nothing is known
  /// of choices.
  public double popularity(int number) {
    ChoiceItem item = rows.item(number);
    if (moment == null) {
      return index.count(number);
    }
    return item == null ? 0 : item.evidentCount();
  }

  /// Offers the items that were chosen most.
  void popular(IntPredicate accept, TopN best) {
    int[] popular = moment.popular;
    for (int place = 0;
        place < popular.length && best.threshold() == Float.NEGATIVE_INFINITY;
        place++) {
      if (accept.test(popular[place])) {
        best.offer(popular[place], -place);
      }
    }
  }

  private int[] unchosen(BaseScoreOrder order) {
    IntArrayList unchosen = new IntArrayList();
    for (int number = index.numberedEnd() - 1;
        number > 0 && unchosen.size() < MOST_UNCHOSEN;
        number--) {
      if (index.isItem(number) && index.item(number) != null && Float.isNaN(order.bias(number))) {
        unchosen.add(number);
      }
    }
    return unchosen.toIntArray();
  }

  /// Returns whether anything is known of choices, so that lists can be ordered by them.
  public boolean isReady() {
    return moment != null;
  }

  /// Returns whether choices are known and not a single rating.
  public boolean isUnrated() {
    ChoiceShared shared = rows.shared();
    return isReady() && shared.ratings() <= 0;
  }

  /// Looks at all items for somebody.
  ///
  /// @param history what they chose, in order
  /// @param row their row, by which ratings are predicted
  /// @param blend whether predicted ratings count
  /// @return to be closed
  /// @throws IllegalStateException if nothing is known of choices
  public Look look(HistoryView history, float[] row, boolean blend) {
    Moment now = moment;
    if (now == null) {
      throw new IllegalStateException("nothing is known of choices, see isReady");
    }
    return new Look(now, history, row, blend);
  }

  /// Offers the items that were chosen near one, by how near they are whatever the counts of both.
  public void near(int number, IntPredicate accept, TopN best) {
    ChoiceItem item = rows.item(number);
    if (item == null) {
      return;
    }
    Neighbourhood near = neighbourhood();
    near.fill(number, rows);
    for (int place = 0; place < near.size(); place++) {
      if (accept.test(near.number(place))) {
        best.offer(near.number(place), near.nearness(place));
      }
    }
    spare.add(near);
  }

  private Neighbourhood neighbourhood() {
    Neighbourhood near = spare.poll();
    return near != null ? near : new Neighbourhood(scale);
  }

  /// All items as they are for one user at one moment; for one thread.
  public final class Look implements AutoCloseable {

    private final Moment now;
    private final Order order;
    private final HistoryView history;
    private final float[] row;
    private final float[] shared;
    private final float ratingWeight;
    private final Neighbourhood near;

    private Look(Moment now, HistoryView history, float[] row, boolean blend) {
      this.now = now;
      this.history = history;
      this.row = row;
      order = blend ? now.blend : now.choice;
      shared = index.shared();
      ratingWeight = blend ? (float) order.scorer.ratingWeight() : 0;
      near = neighbourhood();
      near.fill(history, rows);
    }

    /// Gives back what was borrowed.
    @Override
    public void close() {
      spare.add(near);
    }

    /// Offers the items with the highest scores.
    ///
    /// @param accept whether an item, by its number, may be in the list
    public void best(IntPredicate accept, TopN best) {
      float most = ratingWeight == 0 ? 0 : ratingWeight * highestRating();
      for (int place = 0; place < near.size(); place++) {
        int number = near.number(place);
        float bias = bias(number);
        if (bias + order.scorer.quickBound(near, place) + most >= best.threshold()) {
          offer(number, bias + order.scorer.part(near, place), most, accept, best);
        }
      }
      for (int place = 0; place < order.biases.size(); place++) {
        int number = order.biases.number(place);
        float choice = order.biases.bias(number);
        if (choice + most < best.threshold()) {
          break;
        }
        if (!near.contains(number)) {
          offer(number, choice, most, accept, best);
        }
      }
      if (best.threshold() == Float.NEGATIVE_INFINITY) {
        offerUnordered(most, accept, best);
      } else {
        for (int number : now.unchosen) {
          if (!near.contains(number)) {
            offer(number, order.unchosenBias, most, accept, best);
          }
        }
      }
    }

    /// Offers, where all that is in order does not fill the list, whatever else there is, that
    /// which came since the last refresh included.
    private void offerUnordered(float most, IntPredicate accept, TopN best) {
      int end = index.numberedEnd();
      for (int number = 1; number < end; number++) {
        if (Float.isNaN(order.biases.bias(number))
            && !near.contains(number)
            && index.isItem(number)) {
          offer(number, order.unchosenBias, most, accept, best);
        }
      }
    }

    /// What has left since it was chosen has no row, and is in no list.
    private void offer(int number, float choice, float most, IntPredicate accept, TopN best) {
      if (choice + most >= best.threshold() && index.item(number) != null && accept.test(number)) {
        best.offer(number, choice + ratingWeight * rating(number));
      }
    }

    private float highestRating() {
      TopN highest = new TopN(1);
      index.scan(row, number -> true, highest);
      float[] score = new float[highest.size()];
      highest.drain(score);
      return score.length == 0 ? 0 : score[0] + index.model().scanOffset(shared, row);
    }

    private float rating(int number) {
      MergedItem item = index.item(number);
      return item == null
          ? Float.NEGATIVE_INFINITY
          : index.model().score(shared, row, item.values());
    }

    private float bias(int number) {
      float bias = order.biases.bias(number);
      return Float.isNaN(bias) ? order.unchosenBias : bias;
    }

    /// Returns the score of an item.
    public float score(int number) {
      return bias(number)
          + order.scorer.partOf(near, number)
          + (ratingWeight == 0 ? 0 : ratingWeight * rating(number));
    }

    /// Returns the place in the history of what moved the score of an item up most, -1 where
    /// nothing did.
    public int reason(int number) {
      double[] shares = Reasons.shares(number, history, near, order.scorer, rows);
      int most = -1;
      for (int place = 0; place < shares.length; place++) {
        if (shares[place] > (most < 0 ? 0 : shares[most])) {
          most = place;
        }
      }
      return most < 0 ? -1 : most + history.first();
    }
  }
}
