import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/// Predicts each item linearly from all others (Steck 2019, "Embarrassingly shallow autoencoders
/// for sparse data").
///
/// Where `X` is the matrix of choices, one row a user, the weights `B` minimize `|X − X·B|² +
/// λ·|B|²` with a diagonal of zeros. With `P = (XᵀX + λI)⁻¹` that is `b_ij = −p_ij / p_jj`, and
/// scores are `X·B`, so that what a user does not have yet is scored `−(X·P)_uj / p_jj`.
///
/// If there are fewer users than items, a matrix of users is inverted in place of one of items,
/// with the same scores: let `K = X·Xᵀ + λI`, then by Woodbury's identity `P = (I − Xᵀ·K⁻¹·X) / λ`,
/// whose diagonal is `p_jj = (1 − x_jᵀ·K⁻¹·x_j) / λ`, and `X·P = K⁻¹·X`.
final class Ease implements Peer {

  /// A matrix to invert has so many rows at most, unless one asks for more.
  private static final int ROWS = 12_000;

  private final int regularization;
  private final Integer most;

  /// Takes settings.
  ///
  /// @param regularization λ
  /// @param most how many items are learned at most, the most popular; null for all, or for 12,000
  ///     if there are more than that and more users as well
  Ease(int regularization, Integer most) {
    this.regularization = regularization;
    this.most = most;
  }

  @Override
  public String kind() {
    return "ease";
  }

  /// Returns the name, in which stands λ.
  @Override
  public String name() {
    return "ease-" + regularization;
  }

  @Override
  public int items(Choices choices) {
    int all = choices.chosenItems();
    if (most != null) {
      return Math.min(all, most);
    }
    return choices.users() <= ROWS ? all : Math.min(all, ROWS);
  }

  @Override
  public Scorer train(Choices choices) {
    int[] kept = choices.mostPopular(items(choices));
    Choices some = choices.only(kept);
    Scorer scorer = some.users() < some.items() ? byUsers(some) : byItems(some);
    return user -> {
      double[] scores = new double[choices.items()];
      Arrays.fill(scores, Double.NEGATIVE_INFINITY);
      double[] ofKept = scorer.scores(user);
      for (int place = 0; place < kept.length; place++) {
        scores[kept[place]] = ofKept[place];
      }
      return scores;
    };
  }

  private Scorer byItems(Choices choices) {
    int items = choices.items();
    double[] inverse = Gram.inverse(choices.ofItem(), choices.ofUser(), regularization).data;
    return user -> {
      double[] scores = new double[items];
      for (int item : choices.of(user)) {
        for (int other = 0; other < items; other++) {
          scores[other] -= inverse[item * items + other];
        }
      }
      for (int item = 0; item < items; item++) {
        scores[item] /= inverse[item * items + item];
      }
      return scores;
    };
  }

  private Scorer byUsers(Choices choices) {
    DMatrixRMaj inverse = Gram.inverse(choices.ofUser(), choices.ofItem(), regularization);
    double[] diagonal =
        IntStream.range(0, choices.items())
            .parallel()
            .mapToDouble(item -> (1 - sum(inverse, choices.ofItem()[item])) / regularization)
            .toArray();
    return user -> {
      double[] scores = new double[choices.items()];
      for (int item = 0; item < scores.length; item++) {
        scores[item] = -sum(inverse, user, choices.ofItem()[item]) / diagonal[item];
      }
      return scores;
    };
  }

  private static double sum(DMatrixRMaj inverse, int[] users) {
    return Arrays.stream(users).mapToDouble(user -> sum(inverse, user, users)).sum();
  }

  private static double sum(DMatrixRMaj inverse, int row, int[] columns) {
    double sum = 0;
    for (int column : columns) {
      sum += inverse.data[row * inverse.numCols + column];
    }
    return sum;
  }
}
