package dev.eddy.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.factorization.FoldIn;
import dev.eddy.factorization.History;
import dev.eddy.factorization.LearningSettings;
import dev.eddy.factorization.MergedItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Ratings that are folded into a row on the fly.
final class Opinions {

  /// So many ratings are folded in; of a user's, the latest.
  static final int MOST = 2_000;

  private Opinions() {}

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

  /// Folds opinions into a row. Those of items that nobody knows are left out.
  static FoldIn foldIn(Backend backend, float[] start, List<Body.Opinion> opinions) {
    List<FoldIn.Given> given = new ArrayList<>();
    for (Body.Opinion opinion : opinions) {
      int number = backend.index().find(opinion.itemId());
      MergedItem item = number > 0 ? backend.index().item(number) : null;
      if (item != null) {
        given.add(new FoldIn.Given(item.values(), opinion.rating(), opinion.weight()));
      }
    }
    return new FoldIn(backend.model(), backend.index().shared(), start, given);
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

  /// Returns a user's latest ratings, of items that have a row.
  static List<History.Entry> latest(Backend backend, UserState user) {
    return user.ratings().stream()
        .filter(entry -> backend.index().item(entry.item()) != null)
        .sorted(Comparator.comparingLong(History.Entry::timeMs).reversed())
        .limit(MOST)
        .toList();
  }
}
