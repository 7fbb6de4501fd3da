package dev.eddy.factorization.user;

import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.UserSolver;
import java.util.function.IntFunction;

/// Solves rows from histories: picks the ratings that count, those in a window around a moment,
/// and tells what each of them left unexplained. One instance serves one thread.
public final class HistorySolver {

  private final UserSolver solver;

  /// Gives the row of a numbered item, or null where there is none.
  private final IntFunction<float[]> items;

  private final int[] places = new int[UserSolver.WINDOW];
  private int size;

  /// Creates a solver.
  ///
  /// @param items gives the row of a numbered item, or null where there is none
  public HistorySolver(Model model, IntFunction<float[]> items) {
    this.items = items;
    solver = model.newSolver();
  }

  /// Returns the row that follows from a history.
  ///
  /// @param prior where the user starts; not changed
  public float[] solve(float[] shared, float[] prior, HistoryView history) {
    return solve(shared, prior, history, Long.MAX_VALUE);
  }

  /// Returns the row that follows from a history at some moment.
  ///
  /// @param prior where the user starts; not changed
  /// @param timeMs the moment: of a long history the ratings around it count
  public float[] solve(float[] shared, float[] prior, HistoryView history, long timeMs) {
    gather(shared, prior, history, timeMs);
    float[] row = new float[prior.length];
    solver.solve(row);
    return row;
  }

  /// Brings up to date a row that fits all but the newest ratings.
  ///
  /// @param row changed
  void update(float[] shared, float[] prior, HistoryView history, float[] row) {
    gather(shared, prior, history, Long.MAX_VALUE);
    solver.update(row);
  }

  private void gather(float[] shared, float[] prior, HistoryView history, long timeMs) {
    solver.begin(shared, prior, true);
    size = 0;
    int first = first(history, timeMs);
    int end = Math.min(history.size(), first + UserSolver.WINDOW);
    for (int place = first; place < end; place++) {
      float[] item = history.live(place) ? items.apply(history.item(place)) : null;
      if (item != null) {
        solver.add(item, history.rating(place), history.weight(place));
        places[size++] = place;
      }
    }
  }

  /// Returns the first place of the window: the latest ratings or, for an earlier moment, as many
  /// before it as after it.
  private static int first(HistoryView history, long timeMs) {
    int latest = Math.max(history.first(), history.size() - UserSolver.WINDOW);
    if (latest == history.first() || history.timeMs(history.size() - 1) <= timeMs) {
      return latest;
    }
    int after = history.size();
    while (after > history.first() && history.timeMs(after - 1) > timeMs) {
      after--;
    }
    return Math.clamp(after - UserSolver.WINDOW / 2, history.first(), latest);
  }

  /// Keeps in a row what the latest ratings left unexplained.
  void leave(HistoryView history, UserRow row) {
    row.leaveNothing();
    int oldest = history.size() - UserRow.RECENT;
    for (int j = size - 1; j >= 0 && places[j] >= oldest; j--) {
      row.leave(places[j], solver.error(j), solver.information(j));
    }
  }

  /// Takes into account what the ratings of a moment left unexplained, but for those of one item.
  public void addTo(SessionBias moment, HistoryView history, int item) {
    for (int j = 0; j < size; j++) {
      if (history.item(places[j]) != item) {
        moment.add(history.timeMs(places[j]), solver.error(j), solver.information(j));
      }
    }
  }
}
