package dev.eddy.app.instance;

import dev.eddy.app.settings.ObserveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where an instance keeps its meters, and the text in which Prometheus reads them.
///
/// @param registry meters are registered here
/// @param text makes what `/metrics` answers
record Meters(MeterRegistry registry, Supplier<String> text) {

  /// Returns meters that count, or, where metrics are switched off, meters that do nothing.
  static Meters of(ObserveSettings settings) {
    if (!settings.metrics()) {
      return new Meters(
          new CompositeMeterRegistry(), () -> "# Metrics are off: metrics.enabled=false\n");
    }
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return new Meters(prometheus, prometheus::scrape);
  }

  /// Returns what these meters and others say together.
  Supplier<String> with(Meters others) {
    // Where metrics are switched off, both say so.
    return () -> Stream.of(text.get(), others.text.get()).distinct().collect(Collectors.joining());
  }
}
