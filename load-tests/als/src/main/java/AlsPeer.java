import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark MLlib's alternating least squares on the holdout that `eddy evaluate` uses: data row n is
 * in fold n mod 5.
 *
 * <p>Rank and regularization are tuned on fold 1, with fold 0 left out; then the best is trained on
 * all but fold 0 and predicts fold 0. Users and items without ratings are given the mean,
 * predictions are clipped to the scale.
 */
public final class AlsPeer {

  private static final int FOLDS = 5;
  private static final int TEST = 0;
  private static final int VALIDATION = 1;
  private static final int ITERATIONS = 15;
  private static final int[] RANKS = {5, 10, 20, 50};
  private static final double[] REGULARIZATIONS = {0.05, 0.1, 0.15, 0.2};

  /** A rating, as Spark reads it. */
  public static final class Rating {
    private int user;
    private int item;
    private float rating;
    private int fold;

    public int getUser() {
      return user;
    }

    public void setUser(int user) {
      this.user = user;
    }

    public int getItem() {
      return item;
    }

    public void setItem(int item) {
      this.item = item;
    }

    public float getRating() {
      return rating;
    }

    public void setRating(float rating) {
      this.rating = rating;
    }

    public int getFold() {
      return fold;
    }

    public void setFold(int fold) {
      this.fold = fold;
    }
  }

  private final Dataset<Row> ratings;
  private final double mean;
  private final double min;
  private final double max;

  private AlsPeer(SparkSession spark, List<Rating> read) {
    ratings = spark.createDataset(read, Encoders.bean(Rating.class)).toDF().repartition(4).cache();
    mean = read.stream().filter(r -> r.fold != TEST).mapToDouble(r -> r.rating).average().orElseThrow();
    min = read.stream().mapToDouble(r -> r.rating).min().orElseThrow();
    max = read.stream().mapToDouble(r -> r.rating).max().orElseThrow();
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: AlsPeer RATINGS");
      System.exit(2);
    }
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    try {
      new AlsPeer(spark, read(args[0])).run();
    } finally {
      spark.stop();
    }
  }

  private void run() {
    int bestRank = 0;
    double bestRegularization = 0;
    double best = Double.POSITIVE_INFINITY;
    String rest = "fold <> " + TEST;
    for (int rank : RANKS) {
      for (double regularization : REGULARIZATIONS) {
        double rmse =
            rmse(
                rank,
                regularization,
                rest + " AND fold <> " + VALIDATION,
                "fold = " + VALIDATION);
        System.err.printf(
            Locale.ROOT, "als: rank %d, regularization %.2f: %.4f%n", rank, regularization, rmse);
        if (rmse < best) {
          best = rmse;
          bestRank = rank;
          bestRegularization = regularization;
        }
      }
    }
    double rmse = rmse(bestRank, bestRegularization, rest, "fold = " + TEST);
    System.out.printf(
        Locale.ROOT,
        "{\"als_rank\":%d,\"als_regularization\":%.2f,\"als_rmse\":%.6f,\"als_mse\":%.6f}%n",
        bestRank,
        bestRegularization,
        rmse,
        rmse * rmse);
  }

  private double rmse(int rank, double regularization, String learned, String predicted) {
    ALSModel model =
        new ALS()
            .setUserCol("user")
            .setItemCol("item")
            .setRatingCol("rating")
            .setRank(rank)
            .setRegParam(regularization)
            .setMaxIter(ITERATIONS)
            .setSeed(1)
            .fit(ratings.where(learned));
    String value =
        String.format(
            Locale.ROOT,
            "least(greatest(if(isnan(prediction), %f, prediction), %f), %f) - rating",
            mean,
            min,
            max);
    return model
        .transform(ratings.where(predicted))
        .selectExpr("sqrt(avg(pow(" + value + ", 2)))")
        .first()
        .getDouble(0);
  }

  private static List<Rating> read(String path) throws IOException {
    Map<String, Integer> users = new HashMap<>();
    Map<String, Integer> items = new HashMap<>();
    List<Rating> ratings = new ArrayList<>();
    try (InputStream raw = new FileInputStream(path);
        InputStream plain = path.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      int[] columns = {0, 1, 2};
      int row = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("::|[\t,]");
        if (Character.isLetter(line.charAt(0))) {
          columns = columns(fields);
          continue;
        }
        Rating rating = new Rating();
        rating.user = users.computeIfAbsent(fields[columns[0]], id -> users.size());
        rating.item = items.computeIfAbsent(fields[columns[1]], id -> items.size());
        rating.rating = Float.parseFloat(fields[columns[2]]);
        rating.fold = row++ % FOLDS;
        ratings.add(rating);
      }
    }
    return ratings;
  }

  /** Returns where user, item and rating stand. */
  private static int[] columns(String[] header) {
    int[] columns = {-1, -1, -1};
    for (int at = 0; at < header.length; at++) {
      String name = header[at].toLowerCase(Locale.ROOT);
      int of = name.startsWith("user") ? 0 : name.equals("rating") ? 2 : name.endsWith("id") ? 1 : -1;
      if (of >= 0) {
        columns[of] = at;
      }
    }
    return columns;
  }
}
