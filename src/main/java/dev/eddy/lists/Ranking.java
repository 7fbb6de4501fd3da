package dev.eddy.lists;

import dev.eddy.choice.Rank;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.user.History;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import java.util.List;

/// Orders the items for one user. For one thread.
public interface Ranking extends AutoCloseable {

  /// Offers the best items that a filter accepts.
  void best(ItemFilter filter, TopN best);

  /// Returns the score of an item, minus infinity where it has none.
  float score(int number);

  /// Returns why an item is where it is.
  Reason reason(int number);

  @Override
  default void close() {}

  /// Returns a ranking, to be closed.
  ///
  /// @param row predicts ratings
  /// @param history what the user chose, in order
  static Ranking of(
      Rank rank, ItemIndex index, ChoiceLists choices, float[] row, List<History.Entry> history) {
    return rank == Rank.RATING
        ? new ByRating(index, row, new LikedItems(index, choices, history))
        : new ByChoice(choices, row, history, rank == Rank.BLEND);
  }

  /// Orders by predicted rating.
  record ByRating(ItemIndex index, float[] row, LikedItems liked) implements Ranking {

    @Override
    public void best(ItemFilter filter, TopN best) {
      filter.best(row, best);
    }

    @Override
    public float score(int number) {
      MergedItem item = index.item(number);
      return item == null
          ? Float.NEGATIVE_INFINITY
          : index.model().score(index.shared(), row, item.values());
    }

    @Override
    public Reason reason(int number) {
      return liked.reason(number);
    }
  }

  /// Orders by what the user will probably choose, or choose and like.
  final class ByChoice implements Ranking {

    private final ChoiceLists choices;
    private final List<History.Entry> history;
    private final ChoiceLists.Look look;

    ByChoice(ChoiceLists choices, float[] row, List<History.Entry> history, boolean blend) {
      this.choices = choices;
      this.history = history;
      look = choices.look(History.of(history).view(), row, blend);
    }

    @Override
    public void best(ItemFilter filter, TopN best) {
      int[] few = filter.few();
      if (few == null) {
        look.best(filter::accepts, best);
        return;
      }
      for (int number : few) {
        float score = look.score(number);
        if (score > Float.NEGATIVE_INFINITY && filter.accepts(number)) {
          best.offer(number, score);
        }
      }
    }

    @Override
    public float score(int number) {
      return look.score(number);
    }

    @Override
    public void close() {
      look.close();
    }

    @Override
    public Reason reason(int number) {
      int place = look.reason(number);
      return place < 0
          ? Reason.withoutSimilar(choices, number)
          : Reason.similarTo(history.get(place).item());
    }
  }
}
