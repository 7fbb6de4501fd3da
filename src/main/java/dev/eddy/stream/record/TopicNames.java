package dev.eddy.stream.record;

/// What the topics and the application are called.
///
/// @param namespace goes before every name; may be empty
/// @param generation of the model: topics whose content is derived from it, and the application's
///     id, carry its number, so that a new generation can be learned beside the old one
public record TopicNames(String namespace, int generation) {

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException naming what is wrong
  public TopicNames {
    if (!namespace.matches("[a-zA-Z0-9._-]{0,100}")) {
      throw new IllegalArgumentException(
          "stream.namespace is '"
              + namespace
              + "', but must be at most 100 letters, digits, dots, dashes and underscores");
    }
    if (generation < 1) {
      throw new IllegalArgumentException(
          "stream.generation is " + generation + ", but must be at least 1");
    }
  }

  /// Returns the topic of rating events.
  public String ratings() {
    return namespace + "ratings";
  }

  /// Returns the topic of ratings that were sent to the partition of their user.
  public String repartitioned() {
    return namespace + "ratings-repartition-g" + generation;
  }

  /// Returns the topic of attributes that were sent to the partition of their user.
  public String repartitionedUsers() {
    return namespace + "users-repartition-g" + generation;
  }

  /// Returns the topic of exposures that were sent to the partition of their user.
  public String repartitionedExposures() {
    return namespace + "exposures-repartition-g" + generation;
  }

  /// Returns the topic that ratings are learned from.
  public String learned(boolean repartitions) {
    return repartitions ? repartitioned() : ratings();
  }

  /// Returns the topic of catalog entries.
  public String items() {
    return namespace + "items";
  }

  /// Returns the topic of user attributes.
  public String users() {
    return namespace + "users";
  }

  /// Returns the topic of what was shown to whom.
  public String exposures() {
    return namespace + "exposures";
  }

  /// Returns the topic of what partitions changed of items.
  public String itemDeltas() {
    return namespace + "item-deltas-g" + generation;
  }

  /// Returns the topic of merged item rows.
  public String itemFactors() {
    return namespace + "item-factors-g" + generation;
  }

  /// Returns the topic of merged choices of items.
  public String itemChoices() {
    return namespace + "item-choices-g" + generation;
  }

  /// Returns the topic that is there while the generation is primed, or where that ended half way.
  public String priming() {
    return namespace + "priming-g" + generation;
  }

  /// Returns the topic of what partitions counted for the monitors of drift.
  public String driftCounts() {
    return namespace + "drift-counts-g" + generation;
  }

  /// Returns the topic of drift signals.
  public String driftSignals() {
    return namespace + "drift-signals";
  }

  /// Returns the topic that says which generation serves, where instances run two.
  public String promotions() {
    return namespace + "promotions";
  }

  /// Returns the topic of rejected records.
  public String deadLetters() {
    return namespace + "ratings-dead-letter";
  }

  /// Returns the id of the Streams application, which is also its consumer group.
  public String applicationId() {
    return namespace + "eddy-g" + generation;
  }
}
