package dev.eddy.index;

import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Compares lists of others with exact ones on the same vectors: of graphs, on one thread, how long
/// a search takes that finds at least 95 % of the best ten, and what it costs to keep the graph
/// fresh; of Oryx, how long a list takes and which part of the best ten it finds.
final class PeerComparison {

  private static final int N = 10;
  private static final double RECALL = 0.95;
  private static final int QUESTIONS = 500;
  private static final int UPDATES = 10_000;
  private static final int[] EFFORTS = {10, 20, 40, 80, 160, 320, 640, 1280, 2560};

  /// The part of the items with which Oryx's own measurements of hashing are made.
  private static final double SAMPLE_RATE = 0.3;

  /// Oryx draws its hashes at random, and what they find differs much from draw to draw.
  private static final int DRAWS = 5;

  private final VectorKernels kernels;
  private final float[][] items;
  private final float[][] users;
  private final int[][] exact;

  /// Finds the exact lists.
  ///
  /// @param items a vector and a bias each
  /// @param users a vector and a 1 each
  PeerComparison(VectorKernels kernels, float[][] items, float[][] users) {
    this.kernels = kernels;
    this.items = items;
    this.users = Arrays.copyOf(users, QUESTIONS);
    exact = Arrays.stream(this.users).map(this::exact).toArray(int[][]::new);
  }

  private int[] exact(float[] user) {
    TopN best = new TopN(N);
    for (int item = 0; item < items.length; item++) {
      best.offer(item, kernels.dot(items[item], 0, user, 0, user.length));
    }
    return best.drain(new float[N]);
  }

  /// Measures the graphs.
  ///
  /// @param changed gives the changed vector of an item
  void measure(ObjectNode report, Function<Integer, float[]> changed) {
    double longest =
        1.05
            * Math.sqrt(
                Arrays.stream(items)
                    .mapToDouble(item -> kernels.dot(item, 0, item, 0, item.length))
                    .max()
                    .orElseThrow());
    try (GraphPeer lucene = new LucenePeer()) {
      measure(lucene, report, changed);
    }
    try (GraphPeer jvector = new JVectorPeer(items[0].length, longest)) {
      measure(jvector, report, changed);
    }
  }

  /// Measures Oryx, on one thread as the others, and on a thread for each processor, which is what
  /// it does by itself: exact lists, and lists by hashing as the medians of several draws.
  ///
  /// @param classPath of the program that asks it
  void measureOryx(ObjectNode report, String classPath) {
    try (OryxPeer oryx = new OryxPeer(classPath, items, users)) {
      measure(oryx, "oryx", 1, report);
      int processors = Runtime.getRuntime().availableProcessors();
      report.put("oryx_parallel_threads", processors);
      measure(oryx, "oryx_parallel", processors, report);
    }
  }

  private void measure(OryxPeer oryx, String name, int processors, ObjectNode report) {
    OryxPeer.Answer all = oryx.ask(N, 1, 0, processors);
    report.put(name + "_build_s", Math.rint(100 * all.buildS()) / 100);
    report.put(name + "_exact_recall", recall(all.lists()));
    report.put(name + "_exact_p50_ms", all.p50Ms());
    double[] recalls = new double[DRAWS];
    double[] medians = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      OryxPeer.Answer sampled = oryx.ask(N, SAMPLE_RATE, draw, processors);
      recalls[draw] = recall(sampled.lists());
      medians[draw] = sampled.p50Ms();
    }
    Arrays.sort(recalls);
    Arrays.sort(medians);
    report.put(name + "_lsh_recall", recalls[DRAWS / 2]);
    report.put(name + "_lsh_recall_min", recalls[0]);
    report.put(name + "_lsh_recall_max", recalls[DRAWS - 1]);
    report.put(name + "_lsh_p50_ms", medians[DRAWS / 2]);
    System.err.printf(Locale.ROOT, "%s: %s%n", name, report);
  }

  private void measure(GraphPeer peer, ObjectNode report, Function<Integer, float[]> changed) {
    long startNs = System.nanoTime();
    for (int item = 0; item < items.length; item++) {
      peer.put(item, items[item]);
    }
    peer.refresh();
    report.put(peer.name() + "_build_s", seconds(startNs));
    for (int effort : EFFORTS) {
      double recall =
          recall(
              Arrays.stream(users).map(user -> peer.best(user, N, effort)).toArray(int[][]::new));
      if (recall >= RECALL || effort == EFFORTS[EFFORTS.length - 1]) {
        report.put(peer.name() + "_recall", recall);
        report.put(peer.name() + "_candidates", effort);
        report.put(peer.name() + "_p50_ms", medianMs(peer, effort));
        break;
      }
    }
    SplittableRandom random = new SplittableRandom(19);
    long updateNs = System.nanoTime();
    for (int n = 0; n < UPDATES; n++) {
      int item = random.nextInt(items.length);
      peer.put(item, changed.apply(item));
    }
    peer.refresh();
    report.put(peer.name() + "_10000_updates_s", seconds(updateNs));
    System.err.printf(Locale.ROOT, "%s: %s%n", peer.name(), report);
  }

  /// Returns which part of the exact lists is in these, whatever the order.
  private double recall(int[][] lists) {
    int found = 0;
    for (int n = 0; n < users.length; n++) {
      int[] best = lists[n];
      for (int item : exact[n]) {
        found += IntStream.of(best).anyMatch(one -> one == item) ? 1 : 0;
      }
    }
    return (double) found / (N * users.length);
  }

  private double medianMs(GraphPeer peer, int effort) {
    double[] times = new double[users.length];
    for (int round = 0; round < 3; round++) { // the first ones warm up
      for (int n = 0; n < users.length; n++) {
        long startNs = System.nanoTime();
        peer.best(users[n], N, effort);
        times[n] = (System.nanoTime() - startNs) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private static double seconds(long sinceNs) {
    return Math.rint((System.nanoTime() - sinceNs) / 1e7) / 100;
  }
}
