package dev.eddy.kernel;

/// The best `n` of a stream of scored numbers, kept in a binary heap whose root is the worst.
///
/// Ties go to the lower number, so that a list does not depend on the order of the scan. A score
/// that is not a number never enters. Not safe for use by several threads.
public final class TopN {

  private final float[] scores;
  private final int[] numbers;
  private int size;

  /// Creates an empty selection.
  ///
  /// @param n how many to keep, at least 0
  public TopN(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must not be negative: " + n);
    }
    scores = new float[n];
    numbers = new int[n];
  }

  /// Returns the score that a number must reach to enter; minus infinity until `n` are kept.
  public float threshold() {
    return size < scores.length || size == 0 ? Float.NEGATIVE_INFINITY : scores[0];
  }

  /// Offers one number; it is kept if it is among the best so far.
  public void offer(int number, float score) {
    if (Float.isNaN(score) || scores.length == 0) {
      return;
    }
    if (size < scores.length) {
      siftUp(size++, number, score);
    } else if (worse(numbers[0], scores[0], number, score)) {
      siftDown(number, score, size);
    }
  }

  /// Returns how many are kept.
  public int size() {
    return size;
  }

  /// Empties the selection into an array of numbers, best first.
  ///
  /// @param scoresOut receives the score of each returned number; at least [#size()] long
  public int[] drain(float[] scoresOut) {
    int[] out = new int[size];
    for (int i = size - 1; i >= 0; i--) {
      out[i] = numbers[0];
      scoresOut[i] = scores[0];
      siftDown(numbers[i], scores[i], i);
    }
    size = 0;
    return out;
  }

  private void siftUp(int from, int number, float score) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!worse(number, score, numbers[parent], scores[parent])) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    numbers[at] = number;
    scores[at] = score;
  }

  /// Puts a number in the root's place and lets it sink within the first `end` places.
  private void siftDown(int number, float score, int end) {
    int at = 0;
    while (2 * at + 1 < end) {
      int child = 2 * at + 1;
      if (child + 1 < end
          && worse(numbers[child + 1], scores[child + 1], numbers[child], scores[child])) {
        child++;
      }
      if (!worse(numbers[child], scores[child], number, score)) {
        break;
      }
      move(child, at);
      at = child;
    }
    numbers[at] = number;
    scores[at] = score;
  }

  private void move(int from, int to) {
    numbers[to] = numbers[from];
    scores[to] = scores[from];
  }

  private static boolean worse(int number, float score, int thanNumber, float thanScore) {
    return score < thanScore || (score == thanScore && number > thanNumber);
  }
}
