package dev.eddy.drift.tally;

import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.Overlap;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.User;
import dev.eddy.index.ItemIndex;
import java.util.List;
import java.util.function.Function;

/// What the monitors of drift look at on a fixed sample, in one partition: pairs of users whose
/// lists are compared (a panel), and pairs of a user and an item whose score is followed
/// (probes). Both are picked as users are first shown something, and stored, so that they stay
/// the same ones.
final class DriftSamples {

  private static final int PANEL = 128;
  private static final int PROBES = 128;

  /// Users stand at every place of a panel, and at every second one of the probes, where an item
  /// that follows may have the same id.
  private static final int PANEL_STEP = 1;

  private static final int PROBES_STEP = 2;

  private final ShownRows shown;
  private final Function<String, User> users;
  private final Model model;
  private final ItemIndex index;
  private final RowStarts starts;
  private final HistorySolver solver;

  DriftSamples(
      ShownRows shown,
      Function<String, User> users,
      Model model,
      ItemIndex index,
      Metadata metadata) {
    this.shown = shown;
    this.users = users;
    this.model = model;
    this.index = index;
    starts = new RowStarts(model, index, metadata);
    solver = new HistorySolver(model, index::values);
  }

  private static String panelKey(Arm arm) {
    return "\0panel " + arm.label();
  }

  private static String probesKey(Arm arm) {
    return "\0probes " + arm.label();
  }

  /// Returns whether anybody was ever shown anything.
  boolean anyShown() {
    boolean any = false;
    for (Arm arm : Arm.values()) {
      any |= shown.get(panelKey(arm)) != null;
    }
    return any;
  }

  private ShownRow row(String key) {
    ShownRow row = shown.get(key);
    if (row == null) {
      row = new ShownRow();
      shown.put(key, row);
    }
    return row;
  }

  /// Compares the list with that of the user's partner in the panel.
  ///
  /// @param list what the user is shown now
  void compare(Arm arm, String userId, List<String> list, ArmCounts into) {
    String key = panelKey(arm);
    ShownRow panel = row(key);
    int place = place(panel, userId, PANEL_STEP);
    if (place < 0) {
      if (panel.names.size() >= PANEL) {
        return;
      }
      place = panel.names.size();
      panel.names.add(userId);
      shown.markDirty(key, panel);
    }
    int partner = place ^ 1;
    if (partner < panel.names.size()) {
      ShownRow other = shown.get(panel.names.get(partner));
      if (other != null && !other.last.isEmpty()) {
        into.alike(Overlap.jaccard(list, other.last));
      }
    }
  }

  /// Follows the score of a user and an item from now on, if there is place for more probes.
  void follow(Arm arm, String userId, List<String> items) {
    String key = probesKey(arm);
    ShownRow probes = row(key);
    if (probes.scores.size() >= PROBES || place(probes, userId, PROBES_STEP) >= 0) {
      return;
    }
    float score = score(userId, items.getFirst());
    if (Float.isFinite(score)) {
      probes.names.add(userId);
      probes.names.add(items.getFirst());
      probes.scores.add(score);
      shown.markDirty(key, probes);
    }
  }

  private float score(String userId, String itemId) {
    User user = users.apply(userId);
    int number = index.find(itemId);
    MergedItem item = number > 0 ? index.merged(number) : null;
    if (user == null || item == null) {
      return Float.NaN;
    }
    float[] shared = index.shared();
    float[] row = solver.solve(shared, starts.user(userId, index::values), user.history().view());
    return model.score(shared, row, item.values());
  }

  /// Counts how far the scores of an arm's probes are from what they were.
  void probe(Arm arm, ArmCounts into) {
    ShownRow probes = shown.get(probesKey(arm));
    for (int i = 0; probes != null && i < probes.scores.size(); i++) {
      int at = i * PROBES_STEP;
      float now = score(probes.names.get(at), probes.names.get(at + 1));
      if (Float.isFinite(now)) {
        into.probed(now, probes.scores.get(i));
      }
    }
  }

  /// Forgets a user.
  void forget(Arm arm, String userId) {
    forgetIn(panelKey(arm), userId, PANEL_STEP);
    forgetIn(probesKey(arm), userId, PROBES_STEP);
  }

  /// Replaces the user by nobody, so that the others keep their places.
  private void forgetIn(String key, String userId, int step) {
    ShownRow row = shown.get(key);
    int place = row == null ? -1 : place(row, userId, step);
    if (place >= 0) {
      row.names.set(place, "\0forgotten");
      shown.markDirty(key, row);
    }
  }

  /// Returns where a user stands, or -1. In probes, users stand at every second place, and an
  /// item may have the same id.
  private static int place(ShownRow row, String userId, int step) {
    for (int place = 0; place < row.names.size(); place += step) {
      if (row.names.get(place).equals(userId)) {
        return place;
      }
    }
    return -1;
  }
}
