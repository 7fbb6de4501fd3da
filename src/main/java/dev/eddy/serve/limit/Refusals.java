package dev.eddy.serve.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counters of requests that were refused at once.
final class Refusals {

  private Refusals() {}

  /// Returns a counter.
  ///
  /// @param kind of requests, such as `reads`
  /// @param why `full`, `share` or `late`
  static Counter of(String kind, String why, MeterRegistry registry) {
    return Counter.builder("eddy.http.refused")
        .description(
            "Requests refused at once, by kind: full, all places are taken; share, one client has"
                + " its share of them; late, requests wait too long for a processor")
        .tag("kind", kind)
        .tag("why", why)
        .register(registry);
  }
}
