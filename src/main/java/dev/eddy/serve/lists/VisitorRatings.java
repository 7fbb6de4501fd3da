package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.UserSolver;
import dev.eddy.factorization.user.History;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.request.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Ratings from which a row is solved on the fly.
final class VisitorRatings {

  /// So many ratings a body may have.
  static final int MOST = 2_000;

  private VisitorRatings() {}

  /// Reads ratings from the field of a body.
  ///
  /// @param required whether each must say how the item is rated; else the best rating stands for
  ///     a mere mention
  static List<Body.Opinion> read(Backend backend, ObjectNode body, String field, boolean required) {
    LearningSettings settings = backend.model().settings();
    return Body.opinions(
        body,
        field,
        MOST,
        settings.ratingMin(),
        settings.ratingMax(),
        required ? Double.NaN : settings.ratingMax());
  }

  /// Returns the row of somebody of whom only these ratings are known.
  static float[] row(Backend backend, float[] start, List<History.Entry> ratings) {
    return solved(solver(backend, start, ratings, false), start);
  }

  /// Returns the row of a user for whom some things count that are not learned.
  ///
  /// @param context counts as if it had been rated last
  static float[] row(Backend backend, UserState user, List<History.Entry> context) {
    List<History.Entry> ratings =
        Stream.concat(latest(backend, user).stream(), context.stream()).toList();
    return solved(solver(backend, user.start(), ratings, true), user.start());
  }

  private static float[] solved(UserSolver solver, float[] start) {
    float[] row = new float[start.length];
    solver.solve(row);
    return row;
  }

  /// Returns a solver to which ratings are added, as far as their items have a row.
  ///
  /// @param isHistory whether they are in the order in which they were given
  static UserSolver solver(
      Backend backend, float[] start, List<History.Entry> ratings, boolean isHistory) {
    UserSolver solver = backend.model().newSolver();
    solver.begin(backend.index().shared(), start, isHistory);
    for (History.Entry rating : ratings) {
      MergedItem item = backend.index().item(rating.item());
      if (item != null) {
        solver.add(item.values(), rating.rating(), rating.weight());
      }
    }
    return solver;
  }

  /// Returns opinions as a history, for what explains a list.
  static List<History.Entry> asHistory(Backend backend, List<Body.Opinion> opinions) {
    List<History.Entry> entries = new ArrayList<>();
    for (Body.Opinion opinion : opinions) {
      int number = backend.index().find(opinion.itemId());
      if (number > 0) {
        entries.add(
            new History.Entry(
                number,
                true,
                (float) opinion.rating(),
                (float) opinion.weight(),
                0,
                entries.size()));
      }
    }
    return entries;
  }

  /// Returns the ratings that a user's row is solved from, the latest last.
  static List<History.Entry> latest(Backend backend, UserState user) {
    List<History.Entry> all = user.ratings();
    return all.subList(Math.max(0, all.size() - UserSolver.WINDOW), all.size()).stream()
        .filter(entry -> backend.index().item(entry.item()) != null)
        .toList();
  }
}
