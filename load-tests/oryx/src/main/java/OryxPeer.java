import com.cloudera.oryx.app.serving.als.DotsFunction;
import com.cloudera.oryx.app.serving.als.model.ALSServingModel;
import com.cloudera.oryx.app.serving.als.model.LoadedModel;
import com.cloudera.oryx.common.collection.Pair;
import com.cloudera.oryx.common.random.RandomManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the serving model of Oryx 2 for lists, one after another, and prints a JSON object: the
 * lists, the median of their times in milliseconds, the seconds that it took to fill the model.
 *
 * <p>Items and users are files of big-endian numbers: how many rows, how long each is, the rows as
 * floats. An item is known by its place in the file.
 *
 * <p>By itself the model searches its partitions on a thread for each processor of the Java
 * runtime, and their number decides how many hashes it takes; with {@code
 * -XX:ActiveProcessorCount=1} it answers on the thread that asks. The seed draws the hashes.
 */
public final class OryxPeer {

  /** The last one counts, the others warm up. */
  private static final int ROUNDS = 3;

  private OryxPeer() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      System.err.println("usage: OryxPeer ITEMS USERS N SAMPLE-RATE SEED");
      System.exit(2);
    }
    // Lists need no BLAS; without this it is looked for, and complained of, all the same.
    System.setProperty("com.github.fommil.netlib.BLAS", "com.github.fommil.netlib.F2jBLAS");
    System.setProperty("oryx.test.seed", args[4]);
    RandomManager.useTestSeed(); // the same hashes in each run
    float[][] items = read(Path.of(args[0]));
    float[][] users = read(Path.of(args[1]));
    int n = Integer.parseInt(args[2]);
    long startNs = System.nanoTime();
    ALSServingModel model = LoadedModel.of(items, Double.parseDouble(args[3]));
    double filledS = (System.nanoTime() - startNs) / 1e9;
    int[][] lists = new int[users.length][];
    double[] times = new double[users.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int user = 0; user < users.length; user++) {
        long askedNs = System.nanoTime();
        List<String> best = best(model, users[user], n);
        times[user] = (System.nanoTime() - askedNs) / 1e6;
        lists[user] = best.stream().mapToInt(Integer::parseInt).toArray();
      }
    }
    Arrays.sort(times);
    System.out.println(
        new ObjectMapper()
            .writeValueAsString(
                Map.of("build_s", filledS, "p50_ms", times[times.length / 2], "lists", lists)));
  }

  private static List<String> best(ALSServingModel model, float[] user, int n) {
    return model
        .topN(new DotsFunction(user), null, n, null)
        .map(Pair::getFirst)
        .collect(Collectors.toList());
  }

  private static float[][] read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      float[][] rows = new float[in.readInt()][in.readInt()];
      for (float[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          row[i] = in.readFloat();
        }
      }
      return rows;
    }
  }
}
