package dev.eddy.stream;

import dev.eddy.lists.Brake;
import dev.eddy.lists.CurrentBrakes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// The brakes that are in force, as meters.
final class BrakeMetrics {

  private BrakeMetrics() {}

  static void bind(MeterRegistry registry, CurrentBrakes brakes) {
    for (Brake brake : Brake.values()) {
      Gauge.builder("eddy.brake.value", brakes, of -> of.get().value(brake))
          .description("Value of a brake on the feedback loop that is in force; 0 does nothing")
          .tag("brake", brake.label())
          .register(registry);
    }
  }
}
