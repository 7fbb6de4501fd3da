package dev.eddy.stream;

import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.Signal;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/// What the monitors of drift say, as meters.
final class DriftMetrics {

  private DriftMetrics() {}

  static void bind(MeterRegistry registry, DriftBoard board) {
    for (String name : Monitors.all().stream().map(Monitor::name).toList()) {
      bind(registry, board, name, "treated", Signal::treated);
      bind(registry, board, name, "control", Signal::control);
      Gauge.builder(
              "eddy.drift.state",
              board,
              of -> of.latest(name).map(signal -> signal.state().number()).orElse(0))
          .description("State of a monitor: 0 quiet, 1 warning, 2 alarm, 3 recovered")
          .tag("monitor", name)
          .register(registry);
    }
  }

  private static void bind(
      MeterRegistry registry,
      DriftBoard board,
      String name,
      String arm,
      ToDoubleFunction<Signal> value) {
    Gauge.builder(
            "eddy.drift.value",
            board,
            of -> of.latest(name).map(value::applyAsDouble).orElse(Double.NaN))
        .description("Value of a monitor in the latest closed window")
        .tag("monitor", name)
        .tag("arm", arm)
        .register(registry);
  }
}
