package dev.eddy.serve;

import dev.eddy.choice.Rank;
import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.History;
import dev.eddy.factorization.MergedItem;
import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
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
/// | `rank` | blend, choice, rating | `serve.rank` | what the model orders by |
///
/// By `choice` are first those that the user will most likely choose next, by `rating` those that
/// they will like best if they choose them, and `blend` is both. While nothing is known of choices
/// lists are by rating; `rank` in the answer says by what they are.
///
/// and those of [Selection]. [Diversity] says what it does. Of the policies, `popular` goes by
/// how often an item was chosen, and `random` by chance, as for a control group. A user in the
/// control group (`drift.control-share`) gets `random` unless another one is asked for. [Brakes]
/// act on what the model chooses.
final class RecommendationList {

  static final List<String> PARAMETERS =
      Stream.concat(
              Selection.PARAMETERS.stream(),
              Stream.of("n", "offset", "diversity", "policy", "rank"))
          .toList();

  private static final int MAX_N = 1000;
  private static final int MAX_OFFSET = 10_000;

  private final Backend backend;
  private final Brakes brakes;
  private final int n;
  private final int offset;
  private final double diversity;
  private final String policy;
  private final Rank rank;

  /// One entry.
  ///
  /// @param rank from 1, the offset counted
  /// @param score by which the list is ordered, in the units of its rank: by rating before the
  ///     link, by choice the logarithm of a chance, up to a constant
  /// @param rating the predicted rating, within the scale; absent while nothing at all is rated
  /// @param reason why it is here
  record Entry(
      int rank,
      String itemId,
      String title,
      List<String> genres,
      Integer year,
      double score,
      Double rating,
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
    rank = Ranking.wanted(parameters, backend);
  }

  String policy() {
    return policy;
  }

  /// Returns by what the list is ordered, absent where that is not the model.
  String rank() {
    return policy.equals("model") ? rank.label() : null;
  }

  /// An item of the list.
  ///
  /// @param score by which it is ordered
  /// @param chosenBy the policy, or `random` where it was drawn
  private record Choice(int number, float score, String chosenBy) {}

  /// Returns the list for a user.
  ///
  /// @param row by which ratings are predicted
  /// @param history what they chose, in order
  List<Entry> of(float[] row, List<History.Entry> history, Selection selection) {
    try (Ranking ranking = Ranking.of(rank, backend, row, history)) {
      return entries(choices(ranking, row, history, selection), ranking, row);
    }
  }

  private List<Entry> entries(List<Choice> choices, Ranking ranking, float[] row) {
    ItemIndex index = backend.index();
    List<Entry> entries = new ArrayList<>();
    for (int place = offset; place < choices.size(); place++) {
      Choice choice = choices.get(place);
      MergedItem item = index.item(choice.number);
      if (item != null) { // else it left the catalog just now
        float rating = backend.model().score(index.shared(), row, item.values());
        entries.add(entry(place + 1, choice, rating, reason(choice, ranking)));
      }
    }
    return entries;
  }

  private Reason reason(Choice choice, Ranking ranking) {
    return choice.chosenBy.equals("model")
        ? ranking.reason(choice.number)
        : new Reason(choice.chosenBy, null, null);
  }

  private List<Choice> choices(
      Ranking ranking, float[] row, List<History.Entry> history, Selection selection) {
    int wanted = offset + n;
    boolean byModel = policy.equals("model");
    double discount = byModel ? brakes.popularityDiscount() : 0;
    Thompson thompson = new Thompson(byModel ? brakes.thompson() : 0);
    boolean reorders = diversity > 0 || discount > 0 || thompson.scale() > 0;
    TopN best = new TopN(Math.max(reorders ? Diversity.pool(wanted) : wanted, wanted));
    if (thompson.scale() == 0) {
      choose(ranking, selection, best);
    } else {
      float[] drawnRow = thompson.draw(backend.model(), row);
      try (Ranking drawn = Ranking.of(rank, backend, drawnRow, history)) {
        choose(drawn, selection, best);
      }
    }
    float[] scores = new float[best.size()];
    int[] numbers = best.drain(scores);
    List<Choice> choices = new ArrayList<>();
    for (int place : order(numbers, worth(numbers, scores, discount, thompson))) {
      choices.add(new Choice(numbers[place], ranking.score(numbers[place]), policy));
    }
    if (byModel && brakes.exploration() > 0) {
      explore(ranking, selection, choices);
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
  private void explore(Ranking ranking, Selection selection, List<Choice> choices) {
    SplittableRandom chance = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    BitSet places = Exploration.places(choices.size(), brakes.exploration(), chance);
    if (places.isEmpty()) {
      return;
    }
    ItemIndex index = backend.index();
    choices.forEach(choice -> selection.exclude(choice.number));
    TopN drawn = new TopN(places.cardinality());
    Exploration.offerAll(index, selection, chance, drawn);
    int place = -1;
    for (int number : drawn.drain(new float[drawn.size()])) {
      place = places.nextSetBit(place + 1);
      choices.set(place, new Choice(number, ranking.score(number), "random"));
    }
  }

  private void choose(Ranking ranking, Selection selection, TopN best) {
    ItemIndex index = backend.index();
    switch (policy) {
      case "model" -> ranking.best(selection, best);
      case "random" ->
          Exploration.offerAll(
              index, selection, new SplittableRandom(ThreadLocalRandom.current().nextLong()), best);
      default -> {
        int end = index.numberedEnd();
        for (int number = 1; number < end; number++) {
          if (index.isItem(number) && index.item(number) != null && selection.accepts(number)) {
            best.offer(number, (float) backend.choices().popularity(number));
          }
        }
      }
    }
  }

  private Entry entry(int place, Choice choice, float rating, Reason reason) {
    CatalogItem item = backend.item(backend.index().id(choice.number));
    return new Entry(
        place,
        item.itemId(),
        item.title(),
        item.genres(),
        item.year() == 0 ? null : item.year(),
        Json.round(choice.score),
        backend.choices().isUnrated() ? null : Json.round(backend.model().toRating(rating)),
        reason);
  }
}
