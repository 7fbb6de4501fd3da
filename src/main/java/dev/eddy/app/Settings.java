package dev.eddy.app;

import dev.eddy.drift.DriftSettings;
import dev.eddy.event.EventSettings;
import dev.eddy.factorization.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.serve.ServeSettings;
import dev.eddy.stream.StreamSettings;
import java.util.Map;
import java.util.TreeMap;

/// All settings in force, checked.
///
/// @param events what a valid event is
/// @param learning the model
/// @param stream the topology and its Kafka
/// @param kernel which arithmetic
/// @param serve the query layer
/// @param drift how drift is watched
/// @param observe what operators see of it
/// @param values every key with its value as text, for display
record Settings(
    EventSettings events,
    LearningSettings learning,
    StreamSettings stream,
    KernelChoice kernel,
    ServeSettings serve,
    DriftSettings drift,
    ObserveSettings observe,
    Map<String, String> values) {

  /// Returns the settings that learning goes by, as they are written.
  Map<String, String> learningValues() {
    Map<String, String> learning = new TreeMap<>(values);
    learning
        .keySet()
        .removeIf(key -> !key.startsWith("learning.") && !key.startsWith("events.scale-"));
    return learning;
  }
}
