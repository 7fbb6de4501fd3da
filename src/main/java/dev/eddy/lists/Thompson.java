package dev.eddy.lists;

import dev.eddy.factorization.model.Model;
import java.util.random.RandomGenerator;

/// Explores by what the model is not sure of (Thompson 1933; Chapelle and Li 2011, "An empirical
/// evaluation of Thompson sampling"): a list is made for a user who is drawn from what the row says
/// the user may be like, and the items of its pool change places by as much as their biases may be
/// wrong. So somebody new, and items that few have rated, are tried out, and what is well known
/// stays where it is.
///
/// @param scale how many standard deviations a draw goes: 1 draws from the posterior, 0 not at all
/// @param chance draws
record Thompson(double scale, RandomGenerator chance) {

  /// Returns a row as the user's may be.
  float[] draw(Model model, float[] row) {
    if (scale == 0) {
      return row;
    }
    return model.drawUser(row, scale, chance);
  }

  /// Returns by how much the score of an item may be more than it seems.
  float drawBias(Model model, float[] item) {
    return scale == 0 ? 0 : (float) (scale * model.itemDeviation(item) * chance.nextGaussian());
  }
}
