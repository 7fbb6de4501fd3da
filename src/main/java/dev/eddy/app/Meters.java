package dev.eddy.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/// Where an instance keeps its meters, and the text in which Prometheus reads them.
///
/// @param registry meters are registered here
/// @param text makes what `/metrics` answers
record Meters(MeterRegistry registry, Supplier<String> text) {

  /// Returns meters that count, or, where metrics are switched off, meters that do nothing.
  static Meters of(ObserveSettings settings) {
    if (!settings.metrics()) {
      return new Meters(
          new CompositeMeterRegistry(), () -> "# Metrics are switched off: metrics.enabled\n");
    }
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return new Meters(prometheus, prometheus::scrape);
  }
}
