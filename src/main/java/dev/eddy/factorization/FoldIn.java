package dev.eddy.factorization;

import java.util.Arrays;
import java.util.List;

/// A user's row from ratings alone, on the fly: nothing is learned, and nothing is kept.
///
/// The items stay as they are, and of the user's bias and vector `p` the most probable value is
/// sought: that of a regression whose prior is the row `p0` where the user starts, with the
/// precisions `Λ` of that row. With `g_j` the gradient of the score of rated item `j`, `e_j` the
/// error there, `a_j` the weight times what a unit of error moves ([Loss#lever]) and `h_j` the
/// information of the rating, as [BiasedModel] has them, Newton's method repeats
///
/// ```
/// (Λ + Σ h_j·g_j·g_jᵀ) · Δ = Σ a_j·e_j·g_j − Λ·(p − p0)        p ← p + Δ
/// ```
///
/// What each rating contributes follows from the same equation, as in Hu, Koren and Volinsky
/// 2008, "Collaborative filtering for implicit feedback datasets", section 5: where it is solved,
/// `p − p0 = A⁻¹ · Σ g_j·(h_j·g_jᵀ(p − p0) + a_j·e_j)`, so the score of an item with gradient `g`
/// is moved by rating `j` by `gᵀA⁻¹g_j` times the bracket, its *pull*. Pulls add up to
/// `gᵀ(p − p0)`: with a dot product, exactly what the ratings change.
///
/// Time is linear in the ratings, with the square of the vector's length for each. Immutable.
public final class FoldIn {

  private static final int MOST_STEPS = 12;

  /// A step that moves no rated item's score by more is the last one.
  private static final double CLOSE = 1e-5;

  /// No step moves a rated item's score by more: the curvature holds near by only.
  private static final double LONGEST_STEP = 4;

  private final Model model;
  private final float[] shared;
  private final int size;
  private final double[] start;
  private final double[] precisions;
  private final List<Given> ratings;
  private final double[][] gradients;
  private final double[] demands;
  private final double[][] triangle;
  private final float[] row;

  /// A rating to fold in.
  ///
  /// @param item the row of the rated item; not changed
  /// @param rating on the scale
  /// @param weight how much it counts, 0–10
  public record Given(float[] item, double rating, double weight) {}

  /// Folds ratings in.
  ///
  /// @param shared the model's shared row; not changed
  /// @param startRow the row before the ratings, with what it is sure of; not changed
  public FoldIn(Model model, float[] shared, float[] startRow, List<Given> ratings) {
    this.model = model;
    this.shared = shared;
    this.ratings = List.copyOf(ratings);
    size = model.userParameters();
    start = new double[size];
    precisions = new double[size];
    model.readUser(startRow, start);
    model.userPrecisions(startRow, precisions);
    gradients = new double[ratings.size()][size];
    demands = new double[ratings.size()];
    triangle = new double[size][size];
    double[] parameters = start.clone();
    float[] current = startRow;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] change = step(parameters, current);
      double longest = longest(change);
      double part = Math.min(1, LONGEST_STEP / longest);
      for (int i = 0; i < size; i++) {
        parameters[i] += part * change[i];
      }
      current = model.writeUser(startRow, parameters);
      if (longest < CLOSE) {
        break;
      }
    }
    step(parameters, current); // leaves the curvature and the demands of where it ended
    row = current;
  }

  /// Returns the row.
  public float[] row() {
    return row.clone();
  }

  /// Returns how much each rating moves the score of an item, in the order in which they were
  /// given, in units of the score.
  public double[] pulls(float[] item) {
    double[] gradient = new double[size];
    model.userGradient(shared, row, item, gradient);
    double[] reach = solve(gradient);
    double[] pulls = new double[ratings.size()];
    for (int j = 0; j < pulls.length; j++) {
      pulls[j] = demands[j] * dot(reach, gradients[j]);
    }
    return pulls;
  }

  /// Makes the equation of the current parameters and returns its solution.
  private double[] step(double[] parameters, float[] current) {
    LearningSettings settings = model.settings();
    double[] right = new double[size];
    for (int i = 0; i < size; i++) {
      Arrays.fill(triangle[i], 0);
      triangle[i][i] = precisions[i];
      right[i] = -precisions[i] * (parameters[i] - start[i]);
    }
    for (int j = 0; j < ratings.size(); j++) {
      Given given = ratings.get(j);
      double[] gradient = gradients[j];
      float value =
          settings.link().apply(model.userGradient(shared, current, given.item, gradient));
      float slope = settings.link().derivative(value);
      double lever = given.weight * settings.lever(slope);
      double information = lever * slope;
      double pull = lever * (settings.toUnit(given.rating) - value);
      double moved = 0;
      for (int i = 0; i < size; i++) {
        moved += gradient[i] * (parameters[i] - start[i]);
        right[i] += pull * gradient[i];
        double scaled = information * gradient[i];
        for (int k = 0; k <= i; k++) {
          triangle[i][k] += scaled * gradient[k];
        }
      }
      demands[j] = information * moved + pull;
    }
    factorize();
    return solve(right);
  }

  /// Returns how far a step moves the score of the rated item that it moves most.
  private double longest(double[] change) {
    double longest = 0;
    for (double[] gradient : gradients) {
      longest = Math.max(longest, Math.abs(dot(gradient, change)));
    }
    return longest;
  }

  /// Replaces the lower half of a symmetric positive matrix by its Cholesky factor.
  private void factorize() {
    for (int i = 0; i < size; i++) {
      for (int k = 0; k <= i; k++) {
        double sum = triangle[i][k];
        for (int m = 0; m < k; m++) {
          sum -= triangle[i][m] * triangle[k][m];
        }
        triangle[i][k] = i == k ? Math.sqrt(sum) : sum / triangle[k][k];
      }
    }
  }

  private double[] solve(double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= triangle[i][k] * x[k];
      }
      x[i] /= triangle[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        x[i] -= triangle[k][i] * x[k];
      }
      x[i] /= triangle[i][i];
    }
    return x;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
