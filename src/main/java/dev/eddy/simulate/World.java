package dev.eddy.simulate;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import dev.eddy.event.UserEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A world with a planted truth: who likes what is known, and so is how well it can be predicted.
///
/// The true score of a pair is `mean + user bias + item bias + taste · traits`; a rating is the
/// score plus Gaussian noise, rounded to half stars and kept within 0.5 and 5. Genre, year and
/// tags of an item, age, gender and occupation of a user carry a part of taste, traits and
/// biases, so that a model which reads them can know something of a newcomer.
public final class World {

  /// The lowest rating.
  public static final double SCALE_MIN = 0.5;

  /// The highest rating.
  public static final double SCALE_MAX = 5;

  /// The genres, from which items take one to three.
  public static final List<String> GENRES =
      List.of(
          "Action",
          "Adventure",
          "Comedy",
          "Crime",
          "Drama",
          "Fantasy",
          "Horror",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "Western");

  private static final List<String> TAGS =
      List.of(
          "slow burn",
          "ensemble",
          "based on a book",
          "twist ending",
          "cult",
          "visually striking",
          "family",
          "dark",
          "feel-good",
          "dialogue",
          "epic",
          "low budget");
  private static final List<String> OCCUPATIONS =
      List.of(
          "artist",
          "doctor",
          "educator",
          "engineer",
          "farmer",
          "lawyer",
          "librarian",
          "retired",
          "sales",
          "scientist",
          "student",
          "writer");
  private static final List<String> GENDERS = List.of("F", "M", "X");

  static final int TRAITS = 8;
  private static final double MEAN = 3.5;
  private static final double NOISE = 0.75;
  private static final double USER_BIAS = 0.4;
  private static final double ITEM_BIAS = 0.45;
  private static final double TASTE = 0.32;
  private static final int FIRST_YEAR = 1950;
  private static final int YEARS = 75;

  private final WorldSettings settings;
  private final double[][] tastes;
  private final double[] userBiases;
  private final double[][] traits;
  private final double[] itemBiases;
  private final List<CatalogItem> items = new ArrayList<>();
  private final List<Map<String, String>> users = new ArrayList<>();

  /// Makes a world.
  public World(WorldSettings settings) {
    this.settings = settings;
    SplittableRandom random = new SplittableRandom(settings.seed());
    double[][] genreTraits = gaussians(GENRES.size(), 0.8, random);
    double[][] tagTraits = gaussians(TAGS.size(), 0.4, random);
    double[][] occupationTastes = gaussians(OCCUPATIONS.size(), 0.6, random);
    double[] ageTaste = gaussian(TRAITS, 0.4, random);
    double[] genderTaste = gaussian(TRAITS, 0.3, random);
    traits = new double[settings.items()][];
    itemBiases = new double[settings.items()];
    Titles titles = new Titles();
    for (int i = 0; i < settings.items(); i++) {
      makeItem(i, genreTraits, tagTraits, titles, random);
    }
    tastes = new double[settings.users()][];
    userBiases = new double[settings.users()];
    for (int u = 0; u < settings.users(); u++) {
      makeUser(u, occupationTastes, ageTaste, genderTaste, random);
    }
  }

  private void makeItem(
      int i, double[][] genreTraits, double[][] tagTraits, Titles titles, RandomGenerator random) {
    List<String> genres = new ArrayList<>();
    double[] of = gaussian(TRAITS, 0.6, random);
    int first = random.nextInt(GENRES.size());
    int count = 1 + random.nextInt(3);
    for (int g = 0; g < count; g++) {
      int genre = (first + g * 5) % GENRES.size();
      genres.add(GENRES.get(genre));
      add(of, genreTraits[genre], 1 / Math.sqrt(count));
    }
    List<String> tags = new ArrayList<>();
    for (int t = random.nextInt(3); t > 0; t--) {
      int tag = random.nextInt(TAGS.size());
      if (!tags.contains(TAGS.get(tag))) {
        tags.add(TAGS.get(tag));
        add(of, tagTraits[tag], 1);
      }
    }
    int year = FIRST_YEAR + (int) (YEARS * Math.sqrt(random.nextDouble()));
    // Old films that are still watched are the good ones.
    double age = (FIRST_YEAR + YEARS - year) / (double) YEARS;
    itemBiases[i] = ITEM_BIAS * random.nextGaussian() + 0.5 * (age - 0.35);
    traits[i] = of;
    items.add(
        new CatalogItem(
            itemId(i), titles.next(first, random) + " (" + year + ")", genres, year, tags, false));
  }

  private void makeUser(
      int u,
      double[][] occupationTastes,
      double[] ageTaste,
      double[] genderTaste,
      RandomGenerator random) {
    int occupation = random.nextInt(OCCUPATIONS.size());
    int gender = random.nextInt(20) == 0 ? 2 : random.nextInt(2);
    int age = 16 + (int) (60 * Math.pow(random.nextDouble(), 1.5));
    double[] of = gaussian(TRAITS, 0.6, random);
    add(of, occupationTastes[occupation], 1);
    add(of, ageTaste, (age - 36) / 20.0);
    add(of, genderTaste, gender == 0 ? 1 : gender == 1 ? -1 : 0);
    tastes[u] = of;
    userBiases[u] = USER_BIAS * random.nextGaussian() + 0.15 * (age - 36) / 20.0;
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("age", Integer.toString(age));
    attributes.put("gender", GENDERS.get(gender));
    attributes.put("occupation", OCCUPATIONS.get(occupation));
    users.add(attributes);
  }

  private static double[] gaussian(int n, double spread, RandomGenerator random) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = spread * random.nextGaussian();
    }
    return values;
  }

  private static double[][] gaussians(int rows, double spread, RandomGenerator random) {
    double[][] values = new double[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = gaussian(TRAITS, spread, random);
    }
    return values;
  }

  private static void add(double[] to, double[] what, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  /// Returns the settings.
  public WorldSettings settings() {
    return settings;
  }

  /// Returns the catalog, by number of item.
  public List<CatalogItem> items() {
    return List.copyOf(items);
  }

  /// Returns the attributes of users, by number of user.
  public List<Map<String, String>> users() {
    return List.copyOf(users);
  }

  /// Returns a user's id.
  public static String userId(int user) {
    return "u" + (user + 1);
  }

  /// Returns an item's id.
  public static String itemId(int item) {
    return "m" + (item + 1);
  }

  /// Returns the true score of a pair, on the rating scale but not bounded by it.
  public double score(int user, int item) {
    double score = MEAN + userBiases[user] + itemBiases[item];
    for (int t = 0; t < TRAITS; t++) {
      score += TASTE * tastes[user][t] * traits[item][t];
    }
    return score;
  }

  /// Draws a rating of a pair.
  double rate(int user, int item, RandomGenerator random) {
    return rate(score(user, item), random);
  }

  /// Draws the rating that is given to what has a score.
  public static double rate(double score, RandomGenerator random) {
    return toHalfStars(score + NOISE * random.nextGaussian());
  }

  private static double toHalfStars(double score) {
    return Math.clamp(Math.rint(score * 2) / 2, SCALE_MIN, SCALE_MAX);
  }

  /// Returns the rating that is to be expected of a pair: the best prediction there is.
  public double expectedRating(int user, int item) {
    return expectedRating(score(user, item));
  }

  /// Sums over the half stars: each is given when the noisy score falls within a quarter of it.
  private static double expectedRating(double score) {
    double expected = SCALE_MIN;
    for (double star = SCALE_MIN; star < SCALE_MAX; star += 0.5) {
      // Every half star above the lowest adds a half with the chance that it is reached.
      expected += 0.5 * (1 - normalBelow((star + 0.25 - score) / NOISE));
    }
    return expected;
  }

  /// The distribution function of the standard normal distribution, to 1e-7 (Abramowitz and
  /// Stegun 1964, 26.2.17).
  private static double normalBelow(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double poly =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * poly;
    return x >= 0 ? 1 - tail : tail;
  }

  /// What is done with each rating.
  public interface RatingHandler {
    /// Takes a rating and the best possible prediction of it; returns false to stop.
    boolean handle(Rating rating, double expected);
  }

  /// Lets the world's people rate, in order of time.
  public void play(RatingHandler handler) {
    new Timeline(this, new Discovery(this))
        .play((rating, user, item, rated) -> handler.handle(rating, expectedRating(user, item)));
  }

  /// What is done with each event, a rating or one without.
  public interface EventHandler {
    /// Takes an event; returns false to stop.
    ///
    /// @param expected the best possible prediction of a rating; not a number where there is none
    boolean handle(UserEvent event, double expected);
  }

  /// Lets the world's people rate, view, click, play, buy and skip, in order of time. The ratings
  /// are those of [#play(RatingHandler)].
  ///
  /// Whoever rates an item has viewed and clicked it in the day before, and met some others. What
  /// people like they click, play and buy; what they dislike they skip. Nobody meets an item again
  /// that they have rated.
  ///
  /// @param kinds which events without a rating are wanted; the events of a kind are the same
  ///     whichever others are
  public void play(Set<Kind> kinds, EventHandler handler) {
    if (kinds.isEmpty()) {
      play(handler::handle);
      return;
    }
    Discovery discovery = new Discovery(this);
    Encounters encounters = new Encounters(this, discovery, kinds);
    InOrder order = new InOrder(handler);
    new Timeline(this, discovery)
        .play(
            (rating, user, item, rated) -> {
              encounters
                  .before(rating, user, item, rated)
                  .forEach(event -> order.add(event, Double.NaN));
              order.add(rating, expectedRating(user, item));
              return order.release(rating.timestampMs() - Encounters.EARLIEST_MS);
            });
    var _ = order.release(Long.MAX_VALUE);
  }

  /// Plays the whole world and returns its noise floor: the root mean square error of the best
  /// possible prediction.
  public double noiseFloor() {
    double[] sum = {0, 0};
    play(
        (rating, expected) -> {
          double error = rating.rating().orElseThrow() - expected;
          sum[0] += error * error;
          sum[1]++;
          return true;
        });
    return Math.sqrt(sum[0] / sum[1]);
  }
}
