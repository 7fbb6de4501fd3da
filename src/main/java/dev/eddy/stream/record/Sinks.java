package dev.eddy.stream.record;

/// Names of the nodes through which processors write to topics.
public final class Sinks {

  public static final String ITEM_DELTAS = "item-deltas-sink";
  public static final String ITEM_FACTORS = "item-factors-sink";
  public static final String ITEM_CHOICES = "item-choices-sink";
  public static final String DRIFT_COUNTS = "drift-counts-sink";
  public static final String DEAD_LETTERS = "dead-letter-sink";
  public static final String DELTA_DEAD_LETTERS = "item-deltas-dead-letter-sink";
  public static final String COUNTS_DEAD_LETTERS = "drift-counts-dead-letter-sink";
  public static final String DRIFT_SIGNALS = "drift-signals-sink";

  private Sinks() {}
}
