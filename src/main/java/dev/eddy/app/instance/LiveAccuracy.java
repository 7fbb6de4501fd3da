package dev.eddy.app.instance;

import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;
import dev.eddy.serve.backend.Backend.Accuracy;
import dev.eddy.stream.Engine;
import dev.eddy.stream.learn.PartitionView;
import java.util.LinkedHashMap;
import java.util.Map;

/// The error of predictions of a running engine, over all of its partitions.
public final class LiveAccuracy {

  private LiveAccuracy() {}

  /// Returns the error of each segment, by its name.
  static Map<String, Accuracy> bySegment(Engine engine) {
    Map<String, Accuracy> accuracy = new LinkedHashMap<>();
    for (Segment segment : Segment.values()) {
      accuracy.put(segment.label(), of(engine, segment));
    }
    return accuracy;
  }

  /// Returns the error of all predictions.
  public static Accuracy of(Engine engine) {
    return of(engine, Segment.ALL);
  }

  /// Returns the error of the predictions of a segment.
  static Accuracy of(Engine engine, Segment segment) {
    PrequentialScore.Values sum = new PrequentialScore().values();
    for (PartitionView task : engine.tasks().all()) {
      sum = sum.plus(task.score(segment));
    }
    return new Accuracy(sum.n(), sum.rmse(), sum.mae(), sum.recentRmse(), sum.recentMae());
  }
}
