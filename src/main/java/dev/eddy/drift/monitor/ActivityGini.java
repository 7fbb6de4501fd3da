package dev.eddy.drift.monitor;

import java.util.Map;
import java.util.SortedMap;

/// How unevenly users rate: the Gini coefficient of ratings per user
/// ([Concentration#gini][dev.eddy.drift.monitor.Concentration#gini]), over all users and since the
/// beginning.
public final class ActivityGini {

  /// Its name, as signals have it.
  public static final String NAME = "activity-gini";

  /// What a high value means.
  public static final String MEANING = "A few users give most of the ratings.";

  /// What to do about it.
  public static final String ADVICE = "Look at who they are; cap the influence of a single user.";

  private ActivityGini() {}

  /// Returns the coefficient, exact, from how many users have how many ratings. With users sorted
  /// by ratings, `Σ (2i − n − 1)·x_i / (n·Σ x_i)`, a group of equal users at a time.
  ///
  /// @param activity users by number of ratings
  public static double of(SortedMap<Integer, Long> activity) {
    double n = activity.values().stream().mapToDouble(users -> users).sum();
    double before = 0;
    double weighted = 0;
    double sum = 0;
    for (Map.Entry<Integer, Long> group : activity.entrySet()) {
      double users = group.getValue();
      double meanPlace = before + (users + 1) / 2;
      weighted += users * group.getKey() * (2 * meanPlace - n - 1);
      sum += users * group.getKey();
      before += users;
    }
    return sum == 0 ? Double.NaN : weighted / (n * sum);
  }
}
