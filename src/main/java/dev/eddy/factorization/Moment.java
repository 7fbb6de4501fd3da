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

  /// Ratings so many times further apart than likeness lasts tell nothing.
  private static final double FAR = 9;

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
  private double likeness(long ratedMs) {
    double apartMs = Math.abs((double) timeMs - ratedMs);
    double sittings = apartMs / (settings.moment().sittingSeconds() * MS_PER_SECOND);
    double seasons = apartMs / (settings.moment().seasonDays() * MS_PER_DAY);
    if (seasons > FAR) {
      return 0;
    }
    double season = settings.moment().seasonShare() * Math.exp(-seasons);
    return sittings > FAR ? season : season + Math.exp(-sittings);
  }

  /// Takes a rating of the user into account.
  ///
  /// @param ratedMs when it was given
  /// @param error what it left unexplained, times what a unit of error moves
  /// @param knowledge how much it tells of its score
  public void add(long ratedMs, float error, float knowledge) {
    double likeness = likeness(ratedMs);
    evidence += likeness * error;
    information += likeness * knowledge;
  }

  /// Returns by how much scores are shifted.
  public float shift() {
    double shift = evidence / (settings.moment().caution() + information);
    return Double.isFinite(shift)
        ? (float) Math.clamp(shift, -RowLayout.LIMIT, RowLayout.LIMIT)
        : 0;
  }
}
