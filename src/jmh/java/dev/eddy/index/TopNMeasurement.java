package dev.eddy.index;

import dev.eddy.factorization.LearnedRows;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.ChosenWorld;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjIntConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the exact best ten items for one user, on one thread, while rows of items change
/// underneath: on rows that a learner produced, and on Gaussian noise, which has no structure to
/// profit from. The full scan is timed in turns with it, under the same updates.
@Command(
    name = "topn",
    description = "Measures exact lists of ten under updates, beside a full SIMD scan.",
    mixinStandardHelpOptions = true)
final class TopNMeasurement implements Callable<Integer> {

  private static final int N = 10;
  private static final int PERIOD_MS = 10;
  private static final int CHECKED = 500;

  /// Where the vector is in a row of the dot product; the bias comes first.
  private static final int VECTOR = 3;

  @Option(names = "--items", defaultValue = "62000", paramLabel = "N")
  private int items;

  @Option(names = "--factors", defaultValue = "64", paramLabel = "K")
  private int factors;

  @Option(
      names = "--updates",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Rows a second that change.")
  private int updates;

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "N")
  private int seconds;

  @Option(
      names = "--peers",
      description =
          "Beside it graphs of Lucene and JVector, and Oryx's serving model, on the learned"
              + " vectors.")
  private boolean peers;

  @Option(
      names = "--oryx",
      paramLabel = "PATH",
      description = "The class path of Oryx's peer; load-tests/run gives it with --peers.")
  private String oryxClassPath;

  @Option(
      names = "--choices",
      defaultValue = "20",
      paramLabel = "N",
      description = "Of lists by choice: how often an item was chosen, on average.")
  private int choices;

  @Option(
      names = "--alone",
      description =
          "The index and nothing else, on learned rows, and the bytes that it takes; for sizes of"
              + " which a full scan cannot lie beside it.")
  private boolean alone;

  private final VectorKernels kernels = KernelChoice.AUTO.select();

  /// A source of rows.
  private interface Rows {
    float[] item(int number, SplittableRandom random);

    float[] user(SplittableRandom random);
  }

  /// What was measured, in milliseconds.
  private record Times(double p50, double p99, double fullScan, double fullScanP99, double same) {
    Times withSame(double share) {
      return new Times(p50, p99, fullScan, fullScanP99, share);
    }
  }

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TopNMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (alone && peers) {
      throw new IllegalArgumentException("--alone leaves no room for --peers");
    }
    if (peers != (oryxClassPath != null)) {
      throw new IllegalArgumentException(
          "--peers and --oryx go together; load-tests/run gives --oryx");
    }
    if (items < 100 || items > 10_000_000 || choices < 1 || choices > 1_000 || factors < 1 || factors > 1024) {
      throw new IllegalArgumentException("--items must be 100 to 10000000, --factors 1 to 1024, --choices 1 to 1000");
    }
    Model model =
        ModelKind.DOT.create(SomeSettings.forScale(0.5, 5).factors(factors).build(), kernels);
    System.err.println("learning a world");
    LearnedRows learned = new LearnedRows(model);
    Rows learnedRows =
        new Rows() {
          @Override
          public float[] item(int number, SplittableRandom random) {
            return learned.item(number, random);
          }

          @Override
          public float[] user(SplittableRandom random) {
            return learned.user(random);
          }
        };
    if (alone) {
      System.out.println(measureAlone(model, learnedRows));
      return 0;
    }
    Times ofLearned = measure(model, learnedRows);
    Times ofNoise = measure(model, noise(model));
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("items", items);
    report.put("factors", factors);
    report.put("p50_ms", ofLearned.p50);
    report.put("p99_ms", ofLearned.p99);
    report.put("full_scan_ms", ofLearned.fullScan);
    report.put("full_scan_p99_ms", ofLearned.fullScanP99);
    report.put("identical_share", ofLearned.same);
    report.put("gaussian_p50_ms", ofNoise.p50);
    report.put("gaussian_p99_ms", ofNoise.p99);
    report.put("gaussian_full_scan_ms", ofNoise.fullScan);
    report.put("gaussian_identical_share", ofNoise.same);
    report.put("nn_p50_ms", network());
    putChoices(report, new ChosenWorld(model, kernels, items, choices).time(seconds));
    if (peers) {
      comparePeers(learned, report);
    }
    System.out.println(report);
    return 0;
  }

  private static void putChoices(ObjectNode report, ChosenWorld.Times times) {
    report.put("chosen_rating_p50_ms", times.rating());
    report.put("chosen_choice_p50_ms", times.choice());
    report.put("chosen_blend_p50_ms", times.blend());
    report.put("chosen_blend_p99_ms", times.blendP99());
    report.put("chosen_ratio", times.blend() / times.rating());
    report.put("chosen_history", times.history());
  }

  private ObjectNode measureAlone(Model model, Rows rows) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(11);
    double before = usedMb();
    ItemIndex index = new ItemIndex(model, kernels);
    for (int item = 0; item < items; item++) {
      put(index, item, rows.item(item, random));
    }
    index.refresh();
    double taken = usedMb() - before;
    System.err.printf(Locale.ROOT, "%d items take %.0f MB%n", items, taken);
    AtomicBoolean stop = new AtomicBoolean();
    Thread updating =
        Thread.ofPlatform()
            .start(
                () ->
                    update(
                        index,
                        rows,
                        (row, item) -> put(index, item, row),
                        stop));
    Times times;
    try {
      time(index, null, rows, random, 3); // warms up
      times = time(index, null, rows, random, seconds);
    } finally {
      stop.set(true);
      updating.join();
    }
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("items", items);
    report.put("factors", factors);
    report.put("p50_ms", times.p50);
    report.put("p99_ms", times.p99);
    report.put("index_mb", Math.round(taken));
    report.put("bytes_an_item", Math.round(taken * 1e6 / items));
    report.put("max_heap_mb", Runtime.getRuntime().maxMemory() / 1_000_000);
    return report;
  }

  private static double usedMb() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
  }

  /// The bias of an item is one more coordinate, where users have a 1.
  private void comparePeers(LearnedRows learned, ObjectNode report) {
    SplittableRandom random = new SplittableRandom(23);
    float[][] itemVectors = new float[items][];
    for (int item = 0; item < items; item++) {
      itemVectors[item] = withBias(learned.item(item, random));
    }
    float[][] userVectors = new float[CHECKED][];
    for (int user = 0; user < CHECKED; user++) {
      userVectors[user] = withBias(learned.user(random));
      userVectors[user][factors] = 1;
    }
    PeerComparison comparison = new PeerComparison(kernels, itemVectors, userVectors);
    comparison.measureOryx(report, oryxClassPath);
    comparison.measure(report, item -> withBias(learned.item(item, random)));
  }

  private float[] withBias(float[] row) {
    float[] vector = Arrays.copyOfRange(row, VECTOR, VECTOR + factors + 1);
    vector[factors] = row[0];
    return vector;
  }

  private static Rows noise(Model model) {
    return new Rows() {
      @Override
      public float[] item(int number, SplittableRandom random) {
        return gaussian(model.itemLayout().length(), random);
      }

      @Override
      public float[] user(SplittableRandom random) {
        return gaussian(model.userLayout().length(), random);
      }
    };
  }

  private static float[] gaussian(int length, SplittableRandom random) {
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      row[i] = (float) random.nextGaussian();
    }
    return row;
  }

  private Times measure(Model model, Rows rows) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(11);
    ItemIndex index = new ItemIndex(model, kernels);
    FullScan full = new FullScan(kernels, items, factors);
    ObjIntConsumer<float[]> both =
        (row, item) -> {
          put(index, item, row);
          full.put(item, row, VECTOR, row[0]);
        };
    for (int item = 0; item < items; item++) {
      both.accept(rows.item(item, random), item);
    }
    index.refresh();
    double same = identical(index, full, rows, random);
    AtomicBoolean stop = new AtomicBoolean();
    Thread updating = Thread.ofPlatform().start(() -> update(index, rows, both, stop));
    try {
      time(index, full, rows, random, 3); // warms up
      return time(index, full, rows, random, seconds).withSame(same);
    } finally {
      stop.set(true);
      updating.join();
    }
  }

  private static void put(ItemIndex index, int item, float[] row) {
    index.put("i" + item, new MergedItem(row, 1, Sequences.NONE));
  }

  private void update(
      ItemIndex index, Rows rows, ObjIntConsumer<float[]> put, AtomicBoolean stop) {
    SplittableRandom random = new SplittableRandom(13);
    long startNs = System.nanoTime();
    long done = 0;
    long refreshedNs = startNs;
    while (!stop.get()) {
      long due = (long) ((System.nanoTime() - startNs) / 1e9 * updates);
      for (; done < due; done++) {
        int item = random.nextInt(items);
        put.accept(rows.item(item, random), item);
      }
      if (System.nanoTime() - refreshedNs > 1_000_000_000L) {
        index.refresh();
        refreshedNs = System.nanoTime();
      }
      LockSupport.parkNanos(PERIOD_MS * 1_000_000L);
    }
  }

  /// @param full the reference, or null where there is no room for it
  private Times time(
      ItemIndex index, FullScan full, Rows rows, SplittableRandom random, int limitSeconds) {
    long endNs = System.nanoTime() + limitSeconds * 1_000_000_000L;
    double[] ours = new double[1 << 20];
    double[] reference = new double[1 << 20];
    int n = 0;
    while (System.nanoTime() < endNs && n < ours.length) {
      float[] user = rows.user(random);
      long startNs = System.nanoTime();
      TopN best = new TopN(N);
      index.scan(user, number -> true, best);
      best.drain(new float[N]);
      long middleNs = System.nanoTime();
      if (full != null) {
        TopN all = new TopN(N);
        full.best(user, VECTOR, all);
        all.drain(new float[N]);
      }
      reference[n] = (System.nanoTime() - middleNs) / 1e6;
      ours[n] = (middleNs - startNs) / 1e6;
      n++;
    }
    Arrays.sort(ours, 0, n);
    Arrays.sort(reference, 0, n);
    System.err.printf(Locale.ROOT, "%d lists: median %.3f ms", n, ours[n / 2]);
    System.err.println(
        full == null ? "" : String.format(Locale.ROOT, ", full scan %.3f ms", reference[n / 2]));
    return new Times(
        ours[n / 2], ours[n * 99 / 100], reference[n / 2], reference[n * 99 / 100], 0);
  }

  /// Returns the share of lists that are those of the full scan, to the last bit of each score.
  private static double identical(
      ItemIndex index, FullScan full, Rows rows, SplittableRandom random) {
    int same = 0;
    for (int i = 0; i < CHECKED; i++) {
      float[] user = rows.user(random);
      TopN best = new TopN(N);
      index.scan(user, number -> true, best);
      float[] scores = new float[N];
      best.drain(scores);
      TopN all = new TopN(N);
      full.best(user, VECTOR, all);
      float[] expected = new float[N];
      all.drain(expected);
      same += Arrays.equals(scores, expected) ? 1 : 0;
    }
    return (double) same / CHECKED;
  }

  /// Returns the median of lists by the network, on rows that scatter around their start.
  private double network() {
    Model network = ModelKind.NN.create(LearningSettings.forScale(0.5, 5), kernels);
    SplittableRandom random = new SplittableRandom(17);
    ItemIndex index = new ItemIndex(network, kernels);
    float[] shared = network.newShared();
    index.put("", new MergedItem(shared, 0, Sequences.NONE));
    for (int item = 0; item < items; item++) {
      float[] row = network.newItem("i" + item, shared);
      for (int i = 0; i < row.length; i++) {
        row[i] += (float) (0.3 * random.nextGaussian());
      }
      index.put("i" + item, new MergedItem(row, 1, Sequences.NONE));
    }
    float[] user = network.meanUser(shared);
    double[] times = new double[300];
    for (int i = -50; i < times.length; i++) { // the first warm up
      long startNs = System.nanoTime();
      TopN best = new TopN(N);
      index.scan(user, number -> true, best);
      times[Math.max(i, 0)] = (System.nanoTime() - startNs) / 1e6;
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
