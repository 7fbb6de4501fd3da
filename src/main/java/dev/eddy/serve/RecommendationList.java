package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
/// control group (`drift.control-share`) gets `random` unless another one is asked for. [Brakes]
/// act on what the model chooses.
final class RecommendationList {

  static final List<String> PARAMETERS =
      Stream.concat(Selection.PARAMETERS.stream(), Stream.of("n", "offset", "diversity", "policy"))
          .toList();

  private static final int MAX_N = 1000;
  private static final int MAX_OFFSET = 10_000;

  private final Backend backend;
  private final Brakes brakes;
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
  /// @param brakes which are in force
  /// @param fallback the policy where none is asked for
  RecommendationList(
      RequestParameters parameters, Backend backend, Brakes brakes, String fallback) {
    this.backend = backend;
    this.brakes = brakes;
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

  /// An item of the list.
  ///
  /// @param chosenBy the policy, or `random` where it was drawn
  private record Choice(int number, float score, String chosenBy) {}

  /// Returns the list for a user's row.
  List<Entry> of(float[] row, Selection selection, Reason.Finder reasons) {
    ItemIndex index = backend.index();
    List<Choice> choices = choices(row, selection);
    List<Entry> entries = new ArrayList<>();
    for (int rank = offset; rank < choices.size(); rank++) {
      Choice choice = choices.get(rank);
      if (index.item(choice.number) != null) { // else it left the catalog just now
        Reason reason = reasons.of(choice.number, choice.chosenBy);
        entries.add(entry(rank + 1, choice.number, choice.score, reason));
      }
    }
    return entries;
  }

  private List<Choice> choices(float[] row, Selection selection) {
    Model model = backend.model();
    ItemIndex index = backend.index();
    float[] shared = index.shared();
    int wanted = offset + n;
    boolean byModel = policy.equals("model");
    double discount = byModel ? brakes.popularityDiscount() : 0;
    Thompson thompson = new Thompson(byModel ? brakes.thompson() : 0);
    boolean reorders = diversity > 0 || discount > 0 || thompson.scale() > 0;
    TopN best = new TopN(Math.max(reorders ? Diversity.pool(wanted) : wanted, wanted));
    choose(thompson.draw(model, row), selection, best);
    float[] scores = new float[best.size()];
    int[] numbers = best.drain(scores);
    float scoreOffset = model.scanOffset(shared, row);
    List<Choice> choices = new ArrayList<>();
    for (int place : order(numbers, worth(numbers, scores, discount, thompson))) {
      MergedItem item = index.item(numbers[place]);
      if (byModel && thompson.scale() == 0) {
        choices.add(new Choice(numbers[place], scores[place] + scoreOffset, policy));
      } else if (item != null) { // else it left the catalog just now
        float score = model.score(shared, row, item.values());
        choices.add(new Choice(numbers[place], score, policy));
      }
    }
    if (byModel && brakes.exploration() > 0) {
      explore(row, selection, choices);
    }
    return choices;
  }

  /// Returns what the items of a pool are ordered by: their scores, less what brakes take off.
  private float[] worth(int[] numbers, float[] scores, double discount, Thompson thompson) {
    ItemIndex index = backend.index();
    float[] worth = scores.clone();
    for (int place = 0; place < numbers.length; place++) {
      MergedItem item = thompson.scale() > 0 ? index.item(numbers[place]) : null;
      if (item != null) {
        worth[place] += thompson.drawBias(backend.model(), item.values());
      }
      if (discount > 0) {
        worth[place] -= (float) (discount * Math.log1p(index.count(numbers[place])));
      }
    }
    return worth;
  }

  /// Returns the places of a pool in the order of the list.
  private List<Integer> order(int[] numbers, float[] worth) {
    ItemIndex index = backend.index();
    int wanted = offset + n;
    Integer[] places = new Integer[numbers.length];
    Arrays.setAll(places, place -> place);
    Arrays.sort(places, (a, b) -> Float.compare(worth[b], worth[a])); // stable, mostly sorted
    if (diversity <= 0) {
      return Arrays.asList(places).subList(0, Math.min(wanted, places.length));
    }
    int[] ordered = new int[numbers.length];
    float[] orderedWorth = new float[numbers.length];
    for (int place = 0; place < places.length; place++) {
      ordered[place] = numbers[places[place]];
      orderedWorth[place] = worth[places[place]];
    }
    return Diversity.order(index, ordered, orderedWorth, diversity, wanted).stream()
        .map(place -> places[place])
        .toList();
  }

  /// Puts items that are drawn by chance in some places.
  private void explore(float[] row, Selection selection, List<Choice> choices) {
    SplittableRandom chance = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    BitSet places = Exploration.places(choices.size(), brakes.exploration(), chance);
    if (places.isEmpty()) {
      return;
    }
    ItemIndex index = backend.index();
    float[] shared = index.shared();
    choices.forEach(choice -> selection.exclude(choice.number));
    TopN drawn = new TopN(places.cardinality());
    Exploration.offerAll(index, selection, chance, drawn);
    int place = -1;
    for (int number : drawn.drain(new float[drawn.size()])) {
      place = places.nextSetBit(place + 1);
      MergedItem item = index.item(number);
      if (item != null) { // else it left the catalog just now
        float score = backend.model().score(shared, row, item.values());
        choices.set(place, new Choice(number, score, "random"));
      }
    }
  }

  private void choose(float[] row, Selection selection, TopN best) {
    ItemIndex index = backend.index();
    switch (policy) {
      case "model" -> selection.best(row, best);
      case "random" ->
          Exploration.offerAll(
              index, selection, new SplittableRandom(ThreadLocalRandom.current().nextLong()), best);
      default -> {
        int end = index.numberedEnd();
        for (int number = 1; number < end; number++) {
          if (index.isItem(number) && index.item(number) != null && selection.accepts(number)) {
            best.offer(number, index.count(number));
          }
        }
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
