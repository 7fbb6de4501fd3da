package dev.eddy.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Compares lists by graphs with exact ones on the same vectors, on one thread: how long a search
/// takes that finds at least 95 % of the best ten, and what it costs to keep the graph fresh.
final class PeerComparison {

  private static final int N = 10;
  private static final double RECALL = 0.95;
  private static final int QUESTIONS = 500;
  private static final int UPDATES = 10_000;
  private static final int[] EFFORTS = {10, 20, 40, 80, 160, 320, 640, 1280, 2560};

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

  /// Measures all peers.
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

  private void measure(GraphPeer peer, ObjectNode report, Function<Integer, float[]> changed) {
    long startNs = System.nanoTime();
    for (int item = 0; item < items.length; item++) {
      peer.put(item, items[item]);
    }
    peer.refresh();
    report.put(peer.name() + "_build_s", seconds(startNs));
    for (int effort : EFFORTS) {
      double recall = recall(peer, effort);
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

  private double recall(GraphPeer peer, int effort) {
    int found = 0;
    for (int n = 0; n < users.length; n++) {
      int[] best = peer.best(users[n], N, effort);
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
