package dev.eddy.store;

/// Places of a segment that may be in a list, with the numbers of their items and their scores;
/// filled anew for each segment.
final class Candidates {

  final int[] places = new int[ItemIndex.SEGMENT];
  final int[] numbers = new int[ItemIndex.SEGMENT];
  final float[] scores = new float[ItemIndex.SEGMENT];
  final float[] bounds = new float[ItemIndex.SEGMENT];
  int size;
}
