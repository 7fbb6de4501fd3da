package dev.eddy.serve;

import dev.eddy.choice.Rank;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.limit.LimitSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// The real server in front of an instance without Kafka.
public final class ServedFake implements AutoCloseable {

  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final FakeBackend backend = new FakeBackend(new Random(7));
  private final ApiServer server;

  /// Starts on a free port of loopback.
  ///
  /// @param hosts names that it answers for besides loopback's
  public ServedFake(LimitSettings limits, List<String> hosts) {
    server =
        new ApiServer(
            new ServeSettings(
                "127.0.0.1",
                0,
                0,
                "",
                hosts,
                List.of(),
                0,
                0,
                Rank.RATING,
                Brakes.NONE,
                AccessSettings.NONE,
                TlsSettings.NONE,
                limits),
            Lineup.of(backend),
            registry);
  }

  /// Returns the port of applications.
  public int port() {
    return server.port();
  }

  /// Returns the port of operators.
  public int operationsPort() {
    return server.operationsPort();
  }

  /// Returns how many requests each endpoint has answered, with which status:
  /// `GET /v1/users/{user} 200`.
  public Map<String, Long> answered() {
    return registry.find("eddy.http.requests").counters().stream()
        .collect(
            Collectors.toMap(
                counter ->
                    counter.getId().getTag("endpoint") + " " + counter.getId().getTag("status"),
                counter -> (long) counter.count()));
  }

  @Override
  public void close() {
    server.close();
  }
}
