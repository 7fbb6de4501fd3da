package dev.eddy.app.settings;

import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.EventSettings;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.serve.ServeSettings;
import dev.eddy.stream.StreamSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All settings in force, checked.
///
/// @param events what a valid event is
/// @param learning the model
/// @param stream the topology and its Kafka
/// @param kernel which arithmetic
/// @param serve the query layer
/// @param drift how drift is watched
/// @param governor what is done about drift
/// @param observe what operators see of it
/// @param snapshots the folder for snapshots that an instance makes; empty where it makes none
/// @param challenger a second model that learns beside this one; empty for none
/// @param values every key with its value as text, for display
public record Settings(
    EventSettings events,
    LearningSettings learning,
    StreamSettings stream,
    KernelChoice kernel,
    ServeSettings serve,
    DriftSettings drift,
    GovernorSettings governor,
    ObserveSettings observe,
    Optional<Path> snapshots,
    Optional<ChallengerSettings> challenger,
    Map<String, String> values) {

  /// Returns the same for an engine in the shadow of another one.
  Settings inShadow() {
    return new Settings(
        events,
        learning,
        stream.inShadow(),
        kernel,
        serve,
        drift,
        governor,
        observe,
        snapshots,
        challenger,
        values);
  }

  /// Returns the settings that learning goes by, as they are written.
  public Map<String, String> learningValues() {
    Map<String, String> learning = new TreeMap<>(values);
    learning
        .keySet()
        .removeIf(key -> !key.startsWith("learning.") && !key.startsWith("events.scale-"));
    return learning;
  }
}
