package dev.eddy.stream;

import dev.eddy.challenger.Variant;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.VariantFacts;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// How the lists of champion and challenger did, as meters. All instances tell the same, and
/// nothing where there never was an experiment.
final class VariantMetrics {

  private VariantMetrics() {}

  static void bind(MeterRegistry registry, DriftBoard board) {
    for (Variant variant : Variant.values()) {
      gauge(board, variant, "lists", VariantFacts::lists)
          .description("Lists of the model that has the role now, on all instances together")
          .register(registry);
      gauge(board, variant, "choices", VariantFacts::choices)
          .description("New choices of users who were shown lists of the model that has the role")
          .register(registry);
      gauge(board, variant, "taken", VariantFacts::taken)
          .description("New choices of items that the model that has the role had shown the user")
          .register(registry);
      for (Monitor monitor : Monitors.ofLists()) {
        gauge(board, variant, "value", it -> it.values().getOrDefault(monitor.name(), Double.NaN))
            .description("Value of a monitor by role, in the latest closed window")
            .tag("monitor", monitor.name())
            .register(registry);
      }
    }
  }

  private static Gauge.Builder<DriftBoard> gauge(
      DriftBoard board, Variant variant, String name, ToDoubleFunction<VariantFacts> value) {
    return Gauge.builder(
            "eddy.variant." + name,
            board,
            of ->
                of.facts()
                    .flatMap(facts -> facts.variant(variant.label()))
                    .map(value::applyAsDouble)
                    .orElse(Double.NaN))
        .tag("variant", variant.label());
  }
}
