package dev.eddy.lists;

import dev.eddy.factorization.user.History;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps the mix of genres of a list near that of the user's own history (Steck 2018, "Calibrated
/// recommendations").
///
/// A list `I` is to have a large `(1 − λ)·Σ s(i) − λ·KL(p ‖ q̃(I))`: `s(i)` the item's score
/// brought to 0 to 1 within the pool, `p` the distribution of genres over the history, `q` that
/// over the list, and `q̃ = 0.99·q + 0.01·p`, so that a genre that the list has not is no infinity.
/// An item with several genres shares itself out among them; one without counts for neither. The
/// list is made greedily, as in the paper: next is always the item with which the whole is largest.
///
/// Holds the items taken so far; for one list.
final class Calibration {

  /// So many of a list are chosen for its mix; nobody looks at the mix of more, and the work grows
  /// with the square.
  static final int LONGEST = 200;

  /// So many of the latest choices make the user's mix, as in the monitor of miscalibration.
  private static final int HISTORY = 100;

  /// How much of the wanted mix is added to the list's.
  private static final double MIXED = 0.01;

  private final double weight;
  private final ItemGenres genres;
  private final Map<String, Integer> places = new HashMap<>();

  /// The share of each genre of the history.
  private final double[] wanted;

  /// How much of the items taken is of each of these genres, and how many items have any genre.
  private final double[] taken;

  private int withGenres;

  /// What each genre adds to the divergence if the next item has genres, but not this one.
  private final double[] without;

  private double divergenceWithout;

  private Calibration(ItemGenres genres, Map<String, Double> sums, double weight) {
    this.genres = genres;
    this.weight = weight;
    wanted = new double[sums.size()];
    taken = new double[sums.size()];
    without = new double[sums.size()];
    double sum = sums.values().stream().mapToDouble(Double::doubleValue).sum();
    sums.forEach(
        (genre, of) -> {
          wanted[places.size()] = of / sum;
          places.put(genre, places.size());
        });
    prepare();
  }

  /// Begins a list for a user.
  ///
  /// @param history what they chose, the latest last
  /// @param weight `λ`, 0 to 1
  /// @return null where nothing is known of the genres of the history, or the weight is 0
  static Calibration of(ItemGenres genres, List<History.Entry> history, double weight) {
    if (weight <= 0) {
      return null;
    }
    Map<String, Double> sums = new HashMap<>();
    history.reversed().stream()
        .filter(entry -> entry.live() && entry.weight() > 0)
        .limit(HISTORY)
        .map(entry -> genres.of(entry.item()))
        .forEach(of -> of.forEach(genre -> sums.merge(genre, 1.0 / of.size(), Double::sum)));
    return sums.isEmpty() ? null : new Calibration(genres, sums, weight);
  }

  /// Returns `λ`.
  double weight() {
    return weight;
  }

  /// Returns the divergence of the list, should an item be the next.
  double divergenceWith(int number) {
    List<String> of = genres.of(number);
    if (of.isEmpty()) {
      return divergence();
    }
    double divergence = divergenceWithout;
    for (String genre : of) {
      Integer place = places.get(genre);
      if (place != null) {
        divergence -= without[place];
        divergence += part(place, taken[place] + 1.0 / of.size(), withGenres + 1);
      }
    }
    return divergence;
  }

  /// Takes an item.
  void take(int number) {
    List<String> of = genres.of(number);
    for (String genre : of) {
      Integer place = places.get(genre);
      if (place != null) {
        taken[place] += 1.0 / of.size();
      }
    }
    withGenres += of.isEmpty() ? 0 : 1;
    prepare();
  }

  /// Returns the divergence of what was taken so far, in nats.
  double divergence() {
    double divergence = 0;
    for (int place = 0; place < wanted.length; place++) {
      divergence += part(place, taken[place], Math.max(1, withGenres));
    }
    return divergence;
  }

  private void prepare() {
    for (int place = 0; place < wanted.length; place++) {
      without[place] = part(place, taken[place], withGenres + 1);
    }
    divergenceWithout = Arrays.stream(without).sum();
  }

  private double part(int place, double of, int items) {
    double p = wanted[place];
    return p * Math.log(p / ((1 - MIXED) * of / items + MIXED * p));
  }
}
