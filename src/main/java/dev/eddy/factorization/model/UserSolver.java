package dev.eddy.factorization.model;

import static dev.eddy.factorization.model.ModelRows.BIAS;
import static dev.eddy.factorization.model.ModelRows.BIAS_PRECISION;
import static dev.eddy.factorization.model.ModelRows.VECTOR;
import static dev.eddy.factorization.model.ModelRows.VECTOR_PRECISION;

import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;

/// Solves a user's row from the user's ratings. While ratings are learned, a row also moves by
/// single steps between two solutions.
///
/// The items stay as they are. Of the user's bias and vector `x` the most probable value is
/// sought, that of a regression whose prior is the row `x0` where the user starts, with the
/// precisions `Λ` of that row. With `g_j` the gradient of the score of rated item `j`, `e_j` the
/// error there, `a_j` what a unit of error moves and `h_j` the information of the rating, both
/// times the rating's weight, one step of Newton's method (of Gauss and Newton's, where the model
/// is a network) solves
///
/// ```
/// (Λ + Σ h_j·g_j·g_jᵀ) · Δ = Σ a_j·e_j·g_j − Λ·(x − x0)        x ← x + Δ
/// ```
///
/// by conjugate gradients (Hestenes and Stiefel 1952), without the matrix: each iteration is two
/// products of the rated items' gradients with a vector. The preconditioner, the diagonal
/// `(λ_b + Σ h_j, λ_p + Σ h_j·|g_j|²/k)`, is what the row says it is sure of.
///
/// A rating weighs less the more ratings came after it, by half after [#HALF_LIFE]; and less if
/// the item is not known well, divided by `1 + t²·(1/h_b + |g_q|²/h_q)`, with `h` the item's
/// precisions and `t` the slope of the link at a typical rating: an error there is as much the
/// item's.
///
/// One instance serves one thread, for one user after the other.
public final class UserSolver {

  /// So many of a user's latest ratings are solved for. Older ones would weigh less than a quarter.
  public static final int WINDOW = 192;

  /// After so many further ratings one weighs half.
  static final float HALF_LIFE = 96;

  /// Iterations from a row that fits all but the newest ratings.
  private static final int WARM_ITERATIONS = 2;

  /// Steps of Newton's method from where users start, and iterations of each.
  private static final int COLD_STEPS = 2;

  private static final int COLD_ITERATIONS = 6;

  /// The same for what is told to people.
  private static final int EXACT_STEPS = 8;

  private static final int EXACT_ITERATIONS = 64;

  private static final float CLOSE = 1e-10f;

  private final BiasedModel model;
  private final LearningSettings settings;
  private final VectorKernels kernels;
  private final int factors;
  private final float[] work;
  private final float[] residual;
  private final float[] direction;
  private final float[] image;
  private final float[] solution;
  private float biasSolution;
  private float biasScale;
  private float factorScale;
  private float[] shared;
  private float[] prior;
  private boolean ordered;
  private int size;
  private float[][] items = new float[16][];
  private float[] targets = new float[16];
  private float[] weights = new float[16];

  /// What a rating is divided by for being old, or of an item that is not known well.
  private float[] trusts = new float[16];

  private float[] pulls = new float[16];
  private float[] informations = new float[16];
  private float[] products = new float[16];
  private float[] zeros = new float[16];
  private float[] gradients;

  UserSolver(BiasedModel model) {
    this.model = model;
    settings = model.settings();
    kernels = model.kernels();
    factors = model.userFactors();
    work = model.newWork();
    residual = new float[factors];
    direction = new float[factors];
    image = new float[factors];
    solution = new float[factors];
    gradients = new float[16 * factors];
  }

  /// Begins with a user, without ratings.
  ///
  /// @param newShared the model's shared row; not changed
  /// @param newPrior where the user starts, with what that is sure of; not changed
  /// @param isHistory whether ratings are added in the order in which they were given
  public void begin(float[] newShared, float[] newPrior, boolean isHistory) {
    shared = newShared;
    prior = newPrior;
    ordered = isHistory;
    size = 0;
  }

  /// Adds a rating, the latest so far.
  ///
  /// @param item the row of the rated item; not changed while this user is solved
  /// @param rating on the scale
  /// @param weight how much it counts, 0–10
  public void add(float[] item, float rating, float weight) {
    if (size == items.length) {
      grow();
    }
    items[size] = item;
    targets[size] = settings.toUnit(rating);
    weights[size] = weight;
    size++;
  }

  private void grow() {
    int capacity = 2 * size;
    items = Arrays.copyOf(items, capacity);
    targets = Arrays.copyOf(targets, capacity);
    weights = Arrays.copyOf(weights, capacity);
    trusts = new float[capacity];
    pulls = new float[capacity];
    informations = new float[capacity];
    products = new float[capacity];
    zeros = new float[capacity];
    gradients = new float[capacity * factors];
  }

  /// Solves a row from where the user starts. The same ratings of the same items give the same row,
  /// to the last bit.
  ///
  /// @param row receives it
  public void solve(float[] row) {
    System.arraycopy(prior, 0, row, 0, row.length);
    for (int step = 0; step < COLD_STEPS; step++) {
      step(row, COLD_ITERATIONS);
    }
  }

  /// Brings up to date a row that fits all but the newest ratings, at less cost.
  ///
  /// @param row changed
  public void update(float[] row) {
    step(row, WARM_ITERATIONS);
  }

  /// Returns how much each rating moves the score of an item, in the order in which they were
  /// added, in units of the score: its part in `gᵀ(x − x0)`, with `g` the gradient of that score
  /// (Hu, Koren and Volinsky 2008, "Collaborative filtering for implicit feedback datasets",
  /// section 5).
  ///
  /// Where the equation is solved, `x − x0 = A⁻¹·Σ g_j·(h_j·g_jᵀ(x − x0) + a_j·e_j)`, `A` being its
  /// matrix; so rating `j` moves the score by `gᵀA⁻¹g_j` times the bracket. With a dot product the
  /// parts add up to exactly what the ratings change.
  ///
  /// @param item the row of the item; not changed
  public float[] pulls(float[] item) {
    float[] row = new float[prior.length];
    solve(row);
    for (int step = 0; step < EXACT_STEPS; step++) {
      step(row, EXACT_ITERATIONS);
    }
    scale(row);
    float[] demands = new float[size];
    kernels.axpy(-1, prior, VECTOR, row, VECTOR, factors);
    for (int j = 0; j < size; j++) {
      float moved =
          row[BIAS] - prior[BIAS] + kernels.dot(gradients, j * factors, row, VECTOR, factors);
      demands[j] = informations[j] * moved + pulls[j];
    }
    kernels.axpy(1, prior, VECTOR, row, VECTOR, factors);
    model.linearize(shared, row, item, work, residual, 0);
    conjugate(1, EXACT_ITERATIONS);
    for (int j = 0; j < size; j++) {
      demands[j] *= biasSolution + kernels.dot(gradients, j * factors, solution, 0, factors);
    }
    return demands;
  }

  /// Returns the error of a rating that solving left, times what a unit of error moves.
  public float error(int place) {
    return pulls[place] / trusts[place];
  }

  /// Returns the information of a rating about its score.
  public float information(int place) {
    return informations[place] / trusts[place];
  }

  private void step(float[] row, int iterations) {
    scale(row);
    float biasResidual = -prior[BIAS_PRECISION] * (row[BIAS] - prior[BIAS]);
    for (int j = 0; j < size; j++) {
      biasResidual += pulls[j];
    }
    for (int i = 0; i < factors; i++) {
      residual[i] = -prior[VECTOR_PRECISION] * (row[VECTOR + i] - prior[VECTOR + i]);
    }
    kernels.addProduct(gradients, 0, size, factors, pulls, 0, residual, 0);
    conjugate(biasResidual, iterations);
    row[BIAS] += biasSolution;
    kernels.axpy(1, solution, 0, row, VECTOR, factors);
    row[BIAS_PRECISION] = biasScale;
    row[VECTOR_PRECISION] = factorScale;
    keepFinite(row);
  }

  /// Makes the equation at a row, and its preconditioner.
  private void scale(float[] row) {
    linearize(row);
    float information = 0;
    float factorInformation = 0;
    for (int j = 0; j < size; j++) {
      int at = j * factors;
      information += informations[j];
      factorInformation += informations[j] * kernels.dot(gradients, at, gradients, at, factors);
    }
    biasScale = prior[BIAS_PRECISION] + information;
    factorScale = prior[VECTOR_PRECISION] + factorInformation / factors;
  }

  /// Solves the equation for a right side, by conjugate gradients from zero, and takes what that
  /// explains from the pulls.
  ///
  /// @param biasRight the right side of the bias; that of the vector is the residual
  private void conjugate(float biasRight, int iterations) {
    float biasResidual = biasRight;
    biasSolution = 0;
    Arrays.fill(solution, 0);
    float biasDirection = biasResidual / biasScale;
    for (int i = 0; i < factors; i++) {
      direction[i] = residual[i] / factorScale;
    }
    float square = biasResidual * biasDirection + kernels.dot(residual, 0, direction, 0, factors);
    for (int iteration = 1; square > CLOSE; iteration++) {
      float biasImage = image(biasDirection);
      float part =
          square / (biasDirection * biasImage + kernels.dot(direction, 0, image, 0, factors));
      biasSolution += part * biasDirection;
      kernels.axpy(part, direction, 0, solution, 0, factors);
      kernels.axpy(-part, products, 0, pulls, 0, size);
      if (iteration == iterations) {
        break;
      }
      biasResidual -= part * biasImage;
      kernels.axpy(-part, image, 0, residual, 0, factors);
      float next =
          biasResidual * biasResidual / biasScale
              + kernels.dot(residual, 0, residual, 0, factors) / factorScale;
      float kept = next / square;
      square = next;
      biasDirection = biasResidual / biasScale + kept * biasDirection;
      kernels.scale(kept, direction, 0, factors);
      kernels.axpy(1 / factorScale, residual, 0, direction, 0, factors);
    }
  }

  /// Multiplies the matrix of the regression with the direction.
  ///
  /// @return the part of the bias
  private float image(float biasDirection) {
    kernels.scores(direction, 0, gradients, factors, factors, zeros, size, products);
    float biasImage = prior[BIAS_PRECISION] * biasDirection;
    for (int j = 0; j < size; j++) {
      products[j] = informations[j] * (products[j] + biasDirection);
      biasImage += products[j];
    }
    for (int i = 0; i < factors; i++) {
      image[i] = prior[VECTOR_PRECISION] * direction[i];
    }
    kernels.addProduct(gradients, 0, size, factors, products, 0, image, 0);
    return biasImage;
  }

  /// Leaves of each rating the gradient of its score, its information and its pull.
  private void linearize(float[] row) {
    float typicalSquare = settings.typicalSlope() * settings.typicalSlope();
    float fade = (float) Math.pow(0.5, 1 / HALF_LIFE);
    float recency = 1;
    float userSquare = model.userSquare(row);
    for (int j = size - 1; j >= 0; j--) {
      float[] item = items[j];
      float score = model.linearize(shared, row, item, work, gradients, j * factors);
      float value = settings.link().quick(score);
      float slope = settings.link().derivative(value);
      float trust = recency / (1 + typicalSquare * model.itemVariance(item, userSquare, work));
      float lever = trust * weights[j] * settings.lever(slope);
      trusts[j] = trust;
      informations[j] = lever * slope;
      pulls[j] = lever * (targets[j] - value);
      recency *= ordered ? fade : 1;
    }
  }

  private void keepFinite(float[] row) {
    for (int i = 0; i < row.length; i++) {
      if (!Float.isFinite(row[i])) {
        System.arraycopy(prior, 0, row, 0, row.length);
        return;
      }
    }
    row[BIAS] = BiasedModel.limit(row[BIAS]);
    for (int i = VECTOR; i < row.length; i++) {
      row[i] = BiasedModel.limit(row[i]);
    }
  }
}
