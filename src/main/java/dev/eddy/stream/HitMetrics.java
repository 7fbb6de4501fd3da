package dev.eddy.stream;

import dev.eddy.factorization.Segment;
import dev.eddy.lists.HitRate;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/// How often what is chosen was in the list, as meters: counters, so that any window can be asked
/// of them.
final class HitMetrics {

  private HitMetrics() {}

  static void bind(MeterRegistry registry, HitRate hits) {
    for (Segment segment : Segment.values()) {
      counter("eddy.lists.choices", hits, segment, HitRate.Values::choices)
          .description(
              "New choices looked for in the user's top-10 list before they were learned; segment"
                  + " all counts every choice")
          .register(registry);
      bindHits(registry, hits, segment, "blend", HitRate.Values::hits);
      bindHits(registry, hits, segment, "popular", HitRate.Values::popularHits);
    }
  }

  private static void bindHits(
      MeterRegistry registry,
      HitRate hits,
      Segment segment,
      String order,
      ToLongFunction<HitRate.Values> count) {
    counter("eddy.lists.hits", hits, segment, count)
        .description("New choices that were in the user's top-10 list")
        .tag("order", order)
        .register(registry);
  }

  private static FunctionCounter.Builder<HitRate> counter(
      String name, HitRate hits, Segment segment, ToLongFunction<HitRate.Values> count) {
    return FunctionCounter.builder(name, hits, of -> count.applyAsLong(of.values(segment)))
        .tag("segment", segment.label());
  }
}
