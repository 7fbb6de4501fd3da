package dev.eddy.stream.learn;

/// Is told how each rating was predicted just before it was learned. What a transaction learned
/// that is rolled back is told once more.
@FunctionalInterface
public interface ScoreListener {

  /// Notes a prediction; runs on the thread that learns the partition, and must not wait.
  ///
  /// @param offset of the record, in the topic that ratings are learned from
  void scored(int partition, long offset, float predicted, float rating);
}
