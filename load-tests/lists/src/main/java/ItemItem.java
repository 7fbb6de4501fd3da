import java.util.Arrays;
import java.util.stream.IntStream;

/// Recommends what is like the items that the user has: neighbourhoods of items (Sarwar, Karypis,
/// Konstan and Riedl 2001, "Item-based collaborative filtering recommendation algorithms").
///
/// How alike two items are is the cosine of their columns of the matrix of choices, shrunk toward
/// zero where little is known by a constant in the denominator, `c_ij / (√(c_i·c_j) + 20)`, where
/// `c_ij` users chose both and `c_i` chose the first. That is the form of Ferrari Dacrema,
/// Cremonesi and Jannach 2019, "Are we really making much progress?"; Bell and Koren 2007 multiply
/// by `c_ij / (c_ij + 20)` instead. Each item keeps the 100 items nearest to it, and its score is
/// the sum over those of them that the user has, of the whole history. What has none of them is not
/// listed, so that a list may be short.
final class ItemItem implements Peer {

  private static final int NEIGHBOURS = 100;
  private static final double SHRINKAGE = 20;

  private record Neighbours(int[] items, double[] similarities) {}

  @Override
  public String kind() {
    return "item-item";
  }

  @Override
  public String name() {
    return "item-item";
  }

  @Override
  public Scorer train(Choices choices) {
    Neighbours[] all =
        IntStream.range(0, choices.items())
            .parallel()
            .mapToObj(item -> neighbours(choices, item))
            .toArray(Neighbours[]::new);
    return user -> scores(choices, all, user);
  }

  private static Neighbours neighbours(Choices choices, int item) {
    double[] similarities = new double[choices.items()];
    for (int user : choices.ofItem()[item]) {
      for (int other : choices.of(user)) {
        similarities[other]++;
      }
    }
    similarities[item] = 0;
    for (int other = 0; other < similarities.length; other++) {
      similarities[other] =
          similarity(similarities[other], choices.count(item), choices.count(other));
    }
    int[] nearest = Best.of(similarities, NEIGHBOURS);
    return new Neighbours(
        nearest, Arrays.stream(nearest).mapToDouble(other -> similarities[other]).toArray());
  }

  private static double similarity(double both, double one, double other) {
    return both == 0 ? Double.NEGATIVE_INFINITY : both / (Math.sqrt(one * other) + SHRINKAGE);
  }

  private static double[] scores(Choices choices, Neighbours[] all, int user) {
    boolean[] has = new boolean[choices.items()];
    for (int item : choices.of(user)) {
      has[item] = true;
    }
    return Arrays.stream(all).mapToDouble(neighbours -> score(neighbours, has)).toArray();
  }

  private static double score(Neighbours neighbours, boolean[] has) {
    double score = 0;
    for (int at = 0; at < neighbours.items.length; at++) {
      if (has[neighbours.items[at]]) {
        score += neighbours.similarities[at];
      }
    }
    return score == 0 ? Double.NEGATIVE_INFINITY : score;
  }
}
