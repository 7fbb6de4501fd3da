package dev.eddy.serve.limit;

import dev.eddy.http.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// Counts what requests were answered with, and connections that were cut off.
public final class RequestCounts implements Traffic {

  private final Meter.MeterProvider<Counter> requests;
  private final Meter.MeterProvider<Counter> cut;

  /// Registers the meters.
  public RequestCounts(MeterRegistry registry) {
    requests =
        Counter.builder("eddy.http.requests")
            .description("Requests, by endpoint (none: no endpoint got to see them) and status")
            .withRegistry(registry);
    cut =
        Counter.builder("eddy.http.connections.cut")
            .description(
                "Connections cut off: connections, there are as many as are allowed; address, one"
                    + " address has its share; head, a request did not come in time")
            .withRegistry(registry);
    for (Cut why : Cut.values()) {
      cut.withTag("why", label(why));
    }
  }

  @Override
  public void answered(String endpoint, int status) {
    requests.withTags("endpoint", endpoint, "status", Integer.toString(status)).increment();
  }

  @Override
  public void cutOff(Cut why) {
    cut.withTag("why", label(why)).increment();
  }

  private static String label(Cut why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
