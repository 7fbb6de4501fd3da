package dev.eddy.factorization.user;

import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.item.LocalItems;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.UserSolver;

/// Keeps the rows of users fitted to their histories.
///
/// Between solves a rating moves a row by one step, which the learner makes. A row is solved again
/// once a part of the ratings that count is new, so that the work a rating stays the same however
/// long the history. When that is depends on counts alone, never on time: a replay repeats itself.
///
/// Used by one thread, the owner of the users.
public final class UserRefit {

  /// A user is solved once this part of the ratings that count is new.
  private static final int NEW_PART = 16;

  private final Model model;
  private final RowStarts starts;
  private final LocalItems items;
  private final HistorySolver solver;

  public UserRefit(Model model, RowStarts starts, LocalItems items) {
    this.model = model;
    this.starts = starts;
    this.items = items;
    solver = new HistorySolver(model, items::glance);
  }

  /// Returns what solves histories.
  public HistorySolver solver() {
    return solver;
  }

  /// Solves a row if it is not: one that is new, was changed by a withdrawal, or comes from
  /// a store that has no row for these ratings.
  public void solve(String userId, User user) {
    UserRow row = user.row();
    if (row.isSolved()) {
      return;
    }
    float[] values = prior(userId, row);
    if (row.count() == 0) {
      model.addNoise(userId, values); // else the first rated item would learn nothing
      row.leaveNothing();
    } else {
      values = solver.solve(items.read(ItemRows.SHARED), values, user.history().view());
      solver.leave(user.history().view(), row);
    }
    row.setValues(values);
  }

  private float[] prior(String userId, UserRow row) {
    if (row.features() == null) {
      row.setFeatures(starts.userFeatures(userId));
    }
    return starts.user(row.features(), items::read);
  }

  /// Solves a row from nothing, so that what left the history leaves no trace.
  public void solveAnew(String userId, User user) {
    user.row().unsolve();
    solve(userId, user);
  }

  /// Takes over the row of a user that was solved from the same history before.
  public void resume(User user, float[] stored) {
    UserRow row = user.row();
    HistoryView history = user.history().view();
    float[] shared = items.read(ItemRows.SHARED);
    row.setValues(stored);
    row.leaveNothing();
    int oldest = Math.max(history.first(), history.size() - UserRow.RECENT);
    for (int place = oldest; place < history.size(); place++) {
      float[] item = history.live(place) ? items.row(history.item(place)) : null;
      if (item != null) {
        leave(row, place, model.score(shared, stored, item), history.entry(place));
      }
    }
  }

  private void leave(UserRow row, int place, float score, History.Entry event) {
    LearningSettings settings = model.settings();
    float value = settings.link().quick(score);
    float slope = settings.link().derivative(value);
    float lever = event.weight() * settings.lever(slope);
    row.leave(place, lever * (settings.toUnit(event.rating()) - value), lever * slope);
  }

  /// Lets the row take in the newest rating, which it was just moved by: it is solved once a part
  /// of the ratings is new.
  public void takeIn(String userId, User user, History.Entry event, float[] item) {
    UserRow row = user.row();
    HistoryView history = user.history().view();
    float[] shared = items.read(ItemRows.SHARED);
    row.stepped();
    int window = Math.min(history.size(), UserSolver.WINDOW);
    if (row.sinceSolved() * NEW_PART < window) {
      leave(row, history.size() - 1, model.score(shared, row.values(), item), event);
      return;
    }
    row.beginChange();
    solver.update(shared, prior(userId, row), history, row.values());
    row.endChange();
    row.solved();
    solver.leave(history, row);
  }

  /// Returns how the user's other ratings of that moment shift a score.
  public float shift(UserRow row, HistoryView history, int item, long timeMs) {
    SessionBias moment = new SessionBias(model.settings(), timeMs);
    int oldest = Math.max(history.first(), history.size() - UserRow.RECENT);
    for (int place = history.size() - 1; place >= oldest; place--) {
      if (history.item(place) != item) {
        moment.add(history.timeMs(place), row.error(place), row.information(place));
      }
    }
    return moment.shift();
  }
}
