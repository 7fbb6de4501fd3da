package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// A list of items for somebody, as the parameters of a request want it.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `n` | 1–1000 | 10 | how many |
/// | `offset` | 0–10000 | 0 | how many of the best to leave out |
/// | `diversity` | 0–1 | 0 | how much neighbours should differ, for the first 1000 |
/// | `policy` | model, popular, random | model | what chooses |
///
/// and those of [Selection]. [Diversity] says what it does. Of the policies, `popular` goes by
/// how many ratings an item has, and `random` by chance, as for a control group. A user in the
/// control group (`drift.control-share`) gets `random` unless another one is asked for.
final class RecommendationList {

  static final List<String> PARAMETERS =
      Stream.concat(Selection.PARAMETERS.stream(), Stream.of("n", "offset", "diversity", "policy"))
          .toList();

  private static final int MAX_N = 1000;
  private static final int MAX_OFFSET = 10_000;

  private final Backend backend;
  private final int n;
  private final int offset;
  private final double diversity;
  private final String policy;

  /// One entry.
  ///
  /// @param rank from 1, the offset counted
  /// @param score before the link
  /// @param rating the predicted rating, within the scale
  /// @param reason why it is here
  record Entry(
      int rank,
      String itemId,
      String title,
      List<String> genres,
      Integer year,
      double score,
      double rating,
      Reason reason) {}

  /// Reads the parameters.
  ///
  /// @param fallback the policy where none is asked for
  RecommendationList(RequestParameters parameters, Backend backend, String fallback) {
    this.backend = backend;
    n = parameters.whole("n", 10, 1, MAX_N);
    offset = parameters.whole("offset", 0, 0, MAX_OFFSET);
    diversity = parameters.decimal("diversity", 0, 0, 1);
    if (diversity > 0 && offset + n > MAX_N) {
      throw ProblemException.badParameter(
          "diversity",
          "with diversity, offset and n together may be %d, they are %d"
              .formatted(MAX_N, offset + n));
    }
    policy = parameters.choice("policy", fallback, "model", "popular", "random");
  }

  String policy() {
    return policy;
  }

  /// Returns the list for a user's row.
  List<Entry> of(float[] row, Selection selection, Reason.Finder reasons) {
    Model model = backend.model();
    ItemIndex index = backend.index();
    float[] shared = index.shared();
    int wanted = offset + n;
    TopN best = new TopN(diversity > 0 ? Diversity.pool(wanted) : wanted);
    choose(row, selection, best);
    float[] scores = new float[best.size()];
    int[] numbers = best.drain(scores);
    List<Integer> order =
        diversity > 0
            ? Diversity.order(index, numbers, scores, diversity, wanted)
            : Stream.iterate(0, place -> place < numbers.length, place -> place + 1).toList();
    float scoreOffset = model.scanOffset(shared, row);
    List<Entry> entries = new ArrayList<>();
    for (int rank = offset; rank < order.size(); rank++) {
      int place = order.get(rank);
      MergedItem item = index.item(numbers[place]);
      if (item == null) {
        continue; // it left the catalog just now
      }
      float score =
          policy.equals("model")
              ? scores[place] + scoreOffset
              : model.score(shared, row, item.values());
      entries.add(entry(rank + 1, numbers[place], score, reasons.of(numbers[place], policy)));
    }
    return entries;
  }

  private void choose(float[] row, Selection selection, TopN best) {
    if (policy.equals("model")) {
      selection.best(row, best);
      return;
    }
    ItemIndex index = backend.index();
    SplittableRandom chance = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    int end = index.numberedEnd();
    for (int number = 1; number < end; number++) {
      if (index.isItem(number) && index.item(number) != null && selection.accepts(number)) {
        best.offer(
            number, policy.equals("random") ? (float) chance.nextDouble() : index.count(number));
      }
    }
  }

  private Entry entry(int rank, int number, float score, Reason reason) {
    CatalogItem item = backend.item(backend.index().id(number));
    return new Entry(
        rank,
        item.itemId(),
        item.title(),
        item.genres(),
        item.year() == 0 ? null : item.year(),
        Json.round(score),
        Json.round(backend.model().toRating(score)),
        reason);
  }
}
