package dev.eddy.factorization.user;

import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.RowLayout;

/// How kindly a user rates at one moment, beside how kindly they rate in general.
///
/// Ratings of one session err in the same direction: mood, and what was rated just before, shift
/// them together. So a prediction is shifted by the errors of the user's ratings nearby in time,
///
/// ```
/// shift(t) = Σ g(t − t_j) · d_j · e_j / (caution + Σ g(t − t_j) · d_j²)
/// g(Δ)     = exp(−|Δ| / session) + share · exp(−|Δ| / season)
/// ```
///
/// where `e_j` is the error of rating `j` and `d_j` the link's slope there. It takes up the
/// day-specific user bias of Koren 2009, "Collaborative filtering with temporal dynamics", without
/// a parameter a day. Whether users have session biases at all is learned: the shift is multiplied
/// by the model's trust in session biases. All items are shifted alike, so the order of a list does
/// not change.
///
/// One instance serves one prediction; not safe for use by several threads.
public final class SessionBias {

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
  public SessionBias(LearningSettings settings, long timeMs) {
    this.settings = settings;
    this.timeMs = timeMs;
  }

  /// Returns how much a rating given at some time tells about this moment, 0 for nothing.
  private double likeness(long ratedMs) {
    double apartMs = Math.abs((double) timeMs - ratedMs);
    double sessions = apartMs / (settings.sessionBias().sessionSeconds() * MS_PER_SECOND);
    double seasons = apartMs / (settings.sessionBias().seasonDays() * MS_PER_DAY);
    if (seasons > FAR) {
      return 0;
    }
    double season = settings.sessionBias().seasonShare() * Math.exp(-seasons);
    return sessions > FAR ? season : season + Math.exp(-sessions);
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
    double shift = evidence / (settings.sessionBias().caution() + information);
    return Double.isFinite(shift)
        ? (float) Math.clamp(shift, -RowLayout.LIMIT, RowLayout.LIMIT)
        : 0;
  }
}
