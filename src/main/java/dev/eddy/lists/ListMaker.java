package dev.eddy.lists;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.user.History;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Makes the list for one user: ranks the items, applies the brakes, makes neighbours differ, draws
/// places by chance. For one thread; makes one list.
public final class ListMaker {

  private final ItemIndex index;
  private final ChoiceLists choices;
  private final ListRequest request;
  private final Brakes brakes;
  private final Evidence evidence;
  private final SplittableRandom chance;

  /// Prepares a list.
  ///
  /// @param brakes act where the policy is the model
  /// @param evidence what some of them go by
  /// @param chance draws items and places
  public ListMaker(
      ItemIndex index,
      ChoiceLists choices,
      ListRequest request,
      Brakes brakes,
      Evidence evidence,
      SplittableRandom chance) {
    this.index = index;
    this.choices = choices;
    this.request = request;
    this.brakes = brakes;
    this.evidence = evidence;
    this.chance = chance;
  }

  /// An item of a list.
  ///
  /// @param place from 1, the offset counted
  /// @param number of the item
  /// @param score what the list is ordered by, in the units of its rank: by rating before the link,
  ///     by choice the logarithm of a chance, up to a constant
  /// @param rating the score of the predicted rating, before the link
  /// @param propensity how likely the list was to have the item, above 0, at most 1: of an item
  ///     that was drawn by chance, how many are drawn on average over how many may be drawn; of a
  ///     chosen one, that no other was drawn in its place. Not a number where that is not known:
  ///     nobody knows how likely Thompson sampling chooses an item
  public record Entry(
      int place, int number, float score, float rating, Reason reason, double propensity) {}

  private record Chosen(int number, float score, Policy policy, double propensity) {}

  /// Returns the list for a user.
  ///
  /// @param row predicts ratings
  /// @param history what they chose, in order
  /// @param filter which items may be in the list
  public List<Entry> of(float[] row, List<History.Entry> history, ItemFilter filter) {
    try (Ranking ranking = Ranking.of(request.rank(), index, choices, row, history)) {
      List<Chosen> chosen = choose(ranking, row, history, filter);
      List<Entry> entries = new ArrayList<>();
      for (int place = request.offset(); place < chosen.size(); place++) {
        Chosen choice = chosen.get(place);
        MergedItem item = index.item(choice.number);
        if (item != null) { // else it left the catalog just now
          float rating = index.model().score(index.shared(), row, item.values());
          entries.add(
              new Entry(
                  place + 1,
                  choice.number,
                  choice.score,
                  rating,
                  reason(choice, ranking),
                  choice.propensity));
        }
      }
      return entries;
    }
  }

  /// An item of a list, and nothing of why it is there.
  ///
  /// @param propensity as of an [Entry]
  public record Place(int number, double propensity) {}

  /// Returns the same list as [#of], without the work of telling why.
  public List<Place> placesOf(float[] row, List<History.Entry> history, ItemFilter filter) {
    try (Ranking ranking = Ranking.of(request.rank(), index, choices, row, history)) {
      return choose(ranking, row, history, filter).stream()
          .skip(request.offset())
          .filter(choice -> index.item(choice.number) != null) // else it left just now
          .map(choice -> new Place(choice.number, choice.propensity))
          .toList();
    }
  }

  private static Reason reason(Chosen choice, Ranking ranking) {
    return switch (choice.policy) {
      case MODEL -> ranking.reason(choice.number);
      case POPULAR -> new Reason(Reason.Kind.POPULAR, 0);
      case RANDOM -> new Reason(Reason.Kind.RANDOM, 0);
    };
  }

  private List<Chosen> choose(
      Ranking ranking, float[] row, List<History.Entry> history, ItemFilter filter) {
    int wanted = request.wanted();
    boolean byModel = request.policy() == Policy.MODEL;
    double discount = byModel ? brakes.popularityDiscount() : 0;
    Thompson thompson = new Thompson(byModel ? brakes.thompson() : 0, chance);
    boolean discountsShown = byModel && brakes.impressionDiscount() > 0;
    Impressions impressions = discountsShown ? notTaken(history) : Impressions.NONE;
    Calibration calibration =
        byModel ? Calibration.of(evidence.genres(), history, brakes.calibration()) : null;
    boolean reorders =
        request.diversity() > 0
            || discount > 0
            || discountsShown
            || calibration != null
            || thompson.scale() > 0;
    TopN best = new TopN(Math.max(reorders ? Diversity.pool(wanted) : wanted, wanted));
    int offered = 0;
    if (thompson.scale() == 0) {
      offered = offer(ranking, filter, best);
    } else {
      float[] drawnRow = thompson.draw(index.model(), row);
      try (Ranking drawn = Ranking.of(request.rank(), index, choices, drawnRow, history)) {
        offered = offer(drawn, filter, best);
      }
    }
    float[] scores = new float[best.size()];
    int[] numbers = best.drain(scores);
    List<Chosen> chosen = new ArrayList<>();
    float[] worth = worth(numbers, scores, discount, impressions, thompson);
    double propensity = propensity(thompson, offered);
    for (int place : order(numbers, worth, calibration)) {
      chosen.add(
          new Chosen(numbers[place], ranking.score(numbers[place]), request.policy(), propensity));
    }
    if (byModel && brakes.exploration() > 0) {
      explore(ranking, filter, chosen);
    }
    return chosen;
  }

  /// Leaves out what the user took: that was not shown in vain.
  private Impressions notTaken(List<History.Entry> history) {
    Set<Integer> taken = new HashSet<>();
    history.stream().filter(History.Entry::live).forEach(entry -> taken.add(entry.item()));
    return number -> taken.contains(number) ? 0 : evidence.impressions().of(number);
  }

  /// Returns how likely the list was to have an item that is in it, before places are drawn.
  ///
  /// @param offered how many items could have been drawn
  private double propensity(Thompson thompson, int offered) {
    return switch (request.policy()) {
      case MODEL -> thompson.scale() > 0 ? Double.NaN : 1 - brakes.exploration();
      case POPULAR -> 1;
      case RANDOM -> Math.min(1, (double) request.n() / Math.max(1, offered));
    };
  }

  /// Offers what may be in the list.
  ///
  /// @return how many items were drawn from, where the policy draws them; else 0
  private int offer(Ranking ranking, ItemFilter filter, TopN best) {
    switch (request.policy()) {
      case MODEL -> ranking.best(filter, best);
      case RANDOM -> {
        return Exploration.offerAll(index, filter::accepts, chance, best);
      }
      case POPULAR -> {
        int end = index.numberedEnd();
        for (int number = 1; number < end; number++) {
          if (index.isItem(number) && index.item(number) != null && filter.accepts(number)) {
            best.offer(number, (float) choices.popularity(number));
          }
        }
      }
    }
    return 0;
  }

  /// Returns what the items of a pool are ordered by: their scores, less what the brakes take off.
  private float[] worth(
      int[] numbers, float[] scores, double discount, Impressions impressions, Thompson thompson) {
    float[] worth = scores.clone();
    for (int place = 0; place < numbers.length; place++) {
      MergedItem item = thompson.scale() > 0 ? index.item(numbers[place]) : null;
      if (item != null) {
        worth[place] += thompson.drawBias(index.model(), item.values());
      }
      if (discount > 0) {
        worth[place] -= (float) (discount * Math.log1p(index.count(numbers[place])));
      }
      int shown = impressions.of(numbers[place]);
      if (shown > 0) {
        worth[place] -= (float) (brakes.impressionDiscount() * Math.log1p(shown));
      }
    }
    return worth;
  }

  /// Returns the places of a pool in the order of the list.
  private List<Integer> order(int[] numbers, float[] worth, Calibration calibration) {
    Integer[] places = new Integer[numbers.length];
    Arrays.setAll(places, place -> place);
    Arrays.sort(places, (a, b) -> Float.compare(worth[b], worth[a])); // stable, mostly sorted
    if (request.diversity() <= 0 && calibration == null) {
      return Arrays.asList(places).subList(0, Math.min(request.wanted(), places.length));
    }
    int[] ordered = new int[numbers.length];
    float[] orderedWorth = new float[numbers.length];
    for (int place = 0; place < places.length; place++) {
      ordered[place] = numbers[places[place]];
      orderedWorth[place] = worth[places[place]];
    }
    return Diversity.order(
            index, ordered, orderedWorth, request.diversity(), calibration, request.wanted())
        .stream()
        .map(place -> places[place])
        .toList();
  }

  /// Puts items that are drawn by chance in some places.
  private void explore(Ranking ranking, ItemFilter filter, List<Chosen> chosen) {
    BitSet places = Exploration.places(chosen.size(), brakes.exploration(), chance);
    if (places.isEmpty()) {
      return;
    }
    chosen.forEach(choice -> filter.exclude(choice.number));
    TopN drawn = new TopN(places.cardinality());
    int offered = Exploration.offerAll(index, filter::accepts, chance, drawn);
    // So many places are drawn on average, and each of the others is as likely to be in one.
    double propensity = Math.min(1, request.n() * brakes.exploration() / Math.max(1, offered));
    int place = -1;
    for (int number : drawn.drain(new float[drawn.size()])) {
      place = places.nextSetBit(place + 1);
      chosen.set(place, new Chosen(number, ranking.score(number), Policy.RANDOM, propensity));
    }
  }
}
