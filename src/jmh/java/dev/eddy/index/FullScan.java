package dev.eddy.index;

import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;








/// The reference: every product of a dense block, by SIMD, and the best of them. Blocks are taken
/// one after the other so that scores stay in cache, and most are passed over by one comparison.
final class FullScan {

  private static final int BLOCK = 1024;

  private final VectorKernels kernels;
  private final int factors;
  private final float[] biases;
  private final float[][] blocks;
  private final float[] blockBiases = new float[BLOCK];
  private final float[] scores = new float[BLOCK];
  private final int[] places = new int[BLOCK];

  FullScan(VectorKernels kernels, int items, int factors) {
    this.kernels = kernels;
    this.factors = factors;
    biases = new float[items];
    blocks = new float[(items + BLOCK - 1) / BLOCK][BLOCK * factors];
  }

  /// Takes over an item's vector and bias.
  void put(int item, float[] values, int at, float bias) {
    System.arraycopy(values, at, blocks[item / BLOCK], item % BLOCK * factors, factors);
    biases[item] = bias;
  }

  /// Finds the best.
  void best(float[] query, int at, TopN best) {
    for (int block = 0; block < blocks.length; block++) {
      int first = block * BLOCK;
      int rows = Math.min(BLOCK, biases.length - first);
      System.arraycopy(biases, first, blockBiases, 0, rows);
      kernels.scores(query, at, blocks[block], factors, factors, blockBiases, rows, scores);
      int found = kernels.reaching(scores, 0, rows, best.threshold(), places);
      for (int i = 0; i < found; i++) {
        best.offer(first + places[i], scores[places[i]]);
      }
    }
  }
}
