package dev.eddy.factorization;

/// How kindly a user rates at one moment, beside how kindly they rate in general.
///
/// Ratings of one sitting err in the same direction: moods, and what was rated just before, shift
/// them together. So a prediction is shifted by the errors of the user's ratings nearby in time,
///
/// ```
/// shift(t) = Σ g(t − t_j) · d_j · e_j / (caution + Σ g(t − t_j) · d_j²)
/// g(Δ)     = exp(−|Δ| / sitting) + share · exp(−|Δ| / season)
/// ```
///
/// where `e_j` is the error of rating `j` and `d_j` the link's slope there. It takes up the
/// day-specific user bias of Koren 2009, "Collaborative filtering with temporal dynamics",
/// without a parameter a day. Whether users have moods at all is learned: the shift is multiplied
/// by the model's trust in moods. All items are shifted alike, so the order of a list does not
/// change.
///
/// One instance serves one prediction; not safe for use by several threads.
public final class Moment {

  /// Ratings that are alike by less than this are passed over.
  private static final double LEAST_LIKENESS = 1e-4;

  private static final double MS_PER_SECOND = 1000;
  private static final double MS_PER_DAY = 86_400_000;

  private final LearningSettings settings;
  private final long timeMs;
  private double evidence;
  private double information;

  /// Starts a prediction.
  ///
  /// @param timeMs the moment, an event time
  public Moment(LearningSettings settings, long timeMs) {
    this.settings = settings;
    this.timeMs = timeMs;
  }

  /// Returns how much a rating given at some time tells about this moment, 0 for nothing.
  public double likeness(long ratedMs) {
    MomentSettings moment = settings.moment();
    double apartMs = Math.abs((double) timeMs - ratedMs);
    double likeness =
        Math.exp(-apartMs / (moment.sittingSeconds() * MS_PER_SECOND))
            + moment.seasonShare() * Math.exp(-apartMs / (moment.seasonDays() * MS_PER_DAY));
    return likeness < LEAST_LIKENESS ? 0 : likeness;
  }

  /// Takes a rating of the user into account.
  ///
  /// @param likeness of its time
  /// @param score what the model gives for the item, before the link
  /// @param rating the rating, on the scale
  /// @param weight of the rating
  public void add(double likeness, float score, float rating, float weight) {
    float value = settings.link().apply(score);
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope);
    evidence += likeness * weight * lever * (settings.toUnit(rating) - value);
    information += likeness * weight * slope * lever;
  }

  /// Returns by how much scores are shifted.
  public float shift() {
    double shift = evidence / (settings.moment().caution() + information);
    return Double.isFinite(shift)
        ? (float) Math.clamp(shift, -RowLayout.LIMIT, RowLayout.LIMIT)
        : 0;
  }
}
