import es.uam.eps.ir.ranksys.fast.index.FastItemIndex;
import es.uam.eps.ir.ranksys.fast.index.FastUserIndex;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastItemIndex;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastUserIndex;
import es.uam.eps.ir.ranksys.fast.preference.FastPreferenceData;
import es.uam.eps.ir.ranksys.fast.preference.SimpleFastPreferenceData;
import es.uam.eps.ir.ranksys.mf.Factorization;
import es.uam.eps.ir.ranksys.mf.als.HKVFactorizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.lambda.tuple.Tuple;
import org.jooq.lambda.tuple.Tuple3;

/// Factorizes the matrix of choices (Hu, Koren and Volinsky 2008, "Collaborative filtering for
/// implicit feedback datasets"), as RankSys does it.
///
/// Users `p` and items `q` minimize `Σ c·(x − p·q)² + λ·(Σ|p|² + Σ|q|²)` over all pairs, chosen or
/// not, where `x` is 1 and `c` is `1 + α` for what was chosen, and `x` is 0 and `c` is 1 for all
/// else. A score is `p·q`. Ten iterations, as in the paper; twenty changed little.
///
/// RankSys keeps one square matrix for each user while it solves for the items: with 64 factors
/// that is 32 KB a user.
final class ImplicitAls implements Peer {

  private static final int FACTORS = 64;
  private static final int ITERATIONS = 10;
  private static final long SEED = 1;

  // The logger is held here, since its level is lost once nobody holds it.
  private static final Logger ITERATION_LOG =
      Logger.getLogger("es.uam.eps.ir.ranksys.mf.als.ALSFactorizer");

  private final int confidence;
  private final int regularization;

  /// Takes settings.
  ///
  /// @param confidence α, by how much a choice weighs more than none
  /// @param regularization λ
  ImplicitAls(int confidence, int regularization) {
    this.confidence = confidence;
    this.regularization = regularization;
  }

  /// Returns the settings to try. A confidence and a regularization weigh against each other, so
  /// that the regularizations to try grow with the confidence. The middle ones were the best on
  /// ml-latest-small, where the paper's confidence of 40 was worse with regularizations of 1, 10 and
  /// 100.
  static List<ImplicitAls> grid() {
    return List.of(
        new ImplicitAls(1, 10),
        new ImplicitAls(1, 30),
        new ImplicitAls(1, 100),
        new ImplicitAls(10, 30),
        new ImplicitAls(10, 100),
        new ImplicitAls(10, 300));
  }

  @Override
  public String kind() {
    return "ials";
  }

  /// Returns the name, in which stand the number of factors, α and λ.
  @Override
  public String name() {
    return "ials-" + FACTORS + "-" + confidence + "-" + regularization;
  }

  @Override
  public Scorer train(Choices choices) {
    ITERATION_LOG.setLevel(Level.WARNING);
    FastUserIndex<Integer> users =
        SimpleFastUserIndex.load(IntStream.range(0, choices.users()).boxed());
    FastItemIndex<Integer> items =
        SimpleFastItemIndex.load(IntStream.range(0, choices.items()).boxed());
    FastPreferenceData<Integer, Integer> data =
        SimpleFastPreferenceData.load(
            users.getAllUsers().flatMap(user -> rows(choices, user)), users, items);
    // RankSys itself draws from the same range, but with no seed.
    Random random = new Random(SEED);
    double most = Math.sqrt(1.0 / FACTORS);
    Factorization<Integer, Integer> factors =
        new Factorization<>(users, items, FACTORS, old -> most * random.nextDouble());
    new HKVFactorizer<Integer, Integer>(
            regularization, chosen -> 1 + confidence * chosen, ITERATIONS)
        .factorize(factors, data);
    return user ->
        factors.getItemMatrix().zMult(factors.getUserMatrix().viewRow(user), null).toArray();
  }

  private static Stream<Tuple3<Integer, Integer, Double>> rows(
      Choices choices, int user) {
    return Arrays.stream(choices.of(user)).mapToObj(item -> Tuple.tuple(user, item, 1.0));
  }
}
