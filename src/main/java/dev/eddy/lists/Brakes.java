package dev.eddy.lists;

/// What keeps the system's own lists from steering what it learns, where it is wanted. Most act on
/// lists that the model chooses, and what an entry's score and rating say is left as it is; the
/// caps and the propensity weights act on what is learned. [Brake] has the ranges.
///
/// @param exploration how likely the item of each place is drawn by chance from all that may be
///     in the list, instead of chosen (ε-greedy); 0 for never
/// @param thompson how far lists are drawn from what the model is not sure of, in standard
///     deviations ([Thompson]); 0 for not at all
/// @param popularityDiscount items are ordered by score less this times ln(1 + ratings of the
///     item); 0 for the score alone
/// @param impressionDiscount items are ordered by score less this times ln(1 + how often the user
///     was shown the item of late without taking it); 0 for the score alone
/// @param calibration how much a list's mix of genres counts beside its scores ([Calibration]); 0
///     for the scores alone
/// @param influenceCap once a user, or accounts that behave alike, gave so many ratings, further
///     ones move others less and less; 0 for no cap
/// @param dailyCap once a user did so much within a day, further events count less and less for
///     what is chosen; 0 for no cap
/// @param propensityWeights a rating of an item that was shown with probability p counts 1/p
///     times, at most 1 plus this; 0 for once
public record Brakes(
    double exploration,
    double thompson,
    double popularityDiscount,
    double impressionDiscount,
    double calibration,
    int influenceCap,
    int dailyCap,
    double propensityWeights) {

  /// No brake does anything.
  public static final Brakes NONE = new Brakes(0, 0, 0, 0, 0, 0, 0, 0);

  /// Checks every value, and that none works against another.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public Brakes {
    Brake.EXPLORATION.check(exploration);
    Brake.THOMPSON.check(thompson);
    Brake.POPULARITY_DISCOUNT.check(popularityDiscount);
    Brake.IMPRESSION_DISCOUNT.check(impressionDiscount);
    Brake.CALIBRATION.check(calibration);
    Brake.INFLUENCE_CAP.check(influenceCap);
    Brake.DAILY_CAP.check(dailyCap);
    Brake.PROPENSITY_WEIGHTS.check(propensityWeights);
    if (thompson > 0 && propensityWeights > 0) {
      throw new IllegalArgumentException(
          ("serve.thompson is %s and learning.propensity-weights is %s, but one of them must be 0:"
                  + " how likely Thompson sampling shows an item is not known")
              .formatted(thompson, propensityWeights));
    }
  }

  /// Returns the value of a brake.
  public double value(Brake brake) {
    return switch (brake) {
      case EXPLORATION -> exploration;
      case THOMPSON -> thompson;
      case POPULARITY_DISCOUNT -> popularityDiscount;
      case IMPRESSION_DISCOUNT -> impressionDiscount;
      case CALIBRATION -> calibration;
      case INFLUENCE_CAP -> influenceCap;
      case DAILY_CAP -> dailyCap;
      case PROPENSITY_WEIGHTS -> propensityWeights;
    };
  }

  /// Returns whether a value of a brake would not work against another brake.
  public boolean allows(Brake brake, double value) {
    return value == 0
        || switch (brake) {
          case THOMPSON -> propensityWeights == 0;
          case PROPENSITY_WEIGHTS -> thompson == 0;
          default -> true;
        };
  }

  /// Returns brakes of which one has another value.
  ///
  /// @throws IllegalArgumentException if the value is out of range, or works against another brake
  public Brakes with(Brake brake, double value) {
    brake.check(value);
    return new Brakes(
        brake == Brake.EXPLORATION ? value : exploration,
        brake == Brake.THOMPSON ? value : thompson,
        brake == Brake.POPULARITY_DISCOUNT ? value : popularityDiscount,
        brake == Brake.IMPRESSION_DISCOUNT ? value : impressionDiscount,
        brake == Brake.CALIBRATION ? value : calibration,
        brake == Brake.INFLUENCE_CAP ? (int) value : influenceCap,
        brake == Brake.DAILY_CAP ? (int) value : dailyCap,
        brake == Brake.PROPENSITY_WEIGHTS ? value : propensityWeights);
  }

  /// Returns brakes of which one, by its name, has another value.
  ///
  /// @param name as [Brake#label] writes it
  /// @throws IllegalArgumentException if there is no such brake, the value is out of range, or it
  ///     works against another brake
  public Brakes with(String name, double value) {
    return with(Brake.of(name), value);
  }
}
