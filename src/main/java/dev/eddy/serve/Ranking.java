package dev.eddy.serve;

import dev.eddy.choice.Rank;
import dev.eddy.factorization.History;
import dev.eddy.factorization.MergedItem;
import dev.eddy.http.ProblemException;
import dev.eddy.kernel.TopN;
import dev.eddy.lists.ChoiceLists;
import java.util.List;

/// Orders the items for one user. For one thread.
interface Ranking extends AutoCloseable {

  /// Offers the best of those that may be in the list.
  void best(Selection selection, TopN best);

  /// Returns the score of an item, minus infinity where it has none.
  float score(int number);

  /// Returns why an item is where it is.
  Reason reason(int number);

  @Override
  default void close() {}

  /// Reads the parameter `rank`: by what a list is to be ordered.
  ///
  /// @return by what it will be: by rating as long as nothing is known of choices
  /// @throws ProblemException with status 409 if that is by rating, and nothing is rated
  static Rank wanted(RequestParameters parameters, Backend backend) {
    Rank wanted =
        Rank.of(parameters.choice("rank", backend.rank().label(), "blend", "choice", "rating"));
    if (wanted == Rank.RATING && backend.choices().isUnrated()) {
      throw ProblemException.conflict(
          "nothing is rated yet, only chosen: ask by rank=choice or rank=blend, or set serve.rank");
    }
    return backend.choices().isReady() ? wanted : Rank.RATING;
  }

  /// Returns a ranking, to be closed.
  ///
  /// @param row by which ratings are predicted
  /// @param history what the user chose, in order
  static Ranking of(Rank rank, Backend backend, float[] row, List<History.Entry> history) {
    return rank == Rank.RATING
        ? new ByRating(backend, row, new Reason.Finder(backend, history))
        : new ByChoice(backend, row, history, rank == Rank.BLEND);
  }

  /// Orders by predicted rating.
  record ByRating(Backend backend, float[] row, Reason.Finder reasons) implements Ranking {

    @Override
    public void best(Selection selection, TopN best) {
      selection.best(row, best);
    }

    @Override
    public float score(int number) {
      MergedItem item = backend.index().item(number);
      return item == null
          ? Float.NEGATIVE_INFINITY
          : backend.model().score(backend.index().shared(), row, item.values());
    }

    @Override
    public Reason reason(int number) {
      return reasons.of(number);
    }
  }

  /// Orders by what the user will probably choose, or choose and like.
  final class ByChoice implements Ranking {

    private final Backend backend;
    private final List<History.Entry> history;
    private final ChoiceLists.Look look;

    ByChoice(Backend backend, float[] row, List<History.Entry> history, boolean blend) {
      this.backend = backend;
      this.history = history;
      look = backend.choices().look(History.of(history).view(), row, blend);
    }

    @Override
    public void best(Selection selection, TopN best) {
      int[] few = selection.few();
      if (few == null) {
        look.best(selection::accepts, best);
        return;
      }
      for (int number : few) {
        float score = look.score(number);
        if (score > Float.NEGATIVE_INFINITY && selection.accepts(number)) {
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
      if (place < 0) {
        return Reason.ofNothing(backend, number);
      }
      String itemId = backend.index().id(history.get(place).item());
      return new Reason("similar", itemId, backend.item(itemId).title());
    }
  }
}
