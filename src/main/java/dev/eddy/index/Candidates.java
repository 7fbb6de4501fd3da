package dev.eddy.index;

import dev.eddy.kernel.TopN;
import java.util.function.IntPredicate;

/// What a segment has for a list: the numbers of items and their scores; filled anew for each
/// segment. Places and bounds are what the scan of a segment works with.
final class Candidates {

  final int[] places = new int[ScanVectors.SEGMENT];
  final int[] numbers = new int[ScanVectors.SEGMENT];
  final float[] scores = new float[ScanVectors.SEGMENT];
  final float[] bounds = new float[ScanVectors.SEGMENT];
  int size;

  /// Offers those that may be in a list.
  void offer(IntPredicate accept, TopN best) {
    for (int i = 0; i < size; i++) {
      if (scores[i] >= best.threshold() && accept.test(numbers[i])) {
        best.offer(numbers[i], scores[i]);
      }
    }
  }
}
