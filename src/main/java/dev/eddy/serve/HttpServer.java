package dev.eddy.serve;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The HTTP server with all endpoints and the console.
public final class HttpServer implements AutoCloseable {

  private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist";
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final WebServer server;
  private volatile boolean stopping;

  /// Binds and starts to answer.
  ///
  /// @throws IllegalStateException if the address cannot be bound
  public HttpServer(ServeSettings settings, Backend backend, MeterRegistry registry) {
    HttpRouting.Builder routing = HttpRouting.builder();
    Problems.register(routing);
    for (Endpoint endpoint : endpoints(backend)) {
      routing.route(endpoint.method(), endpoint.path(), timed(endpoint, backend, registry));
    }
    routing.register("/vendor/uplot", content(UPLOT));
    routing.register("/", content("console"));
    routing.any(Problems::notFound);
    server =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .shutdownGracePeriod(GRACE)
            .shutdownHook(false)
            .directHandlers(Problems.direct())
            .routing(routing)
            .build();
    server.start();
  }

  private static HttpService content(String location) {
    return StaticContentFeature.createService(
        ClasspathHandlerConfig.builder().location(location).welcome("index.html").build());
  }

  private List<Endpoint> endpoints(Backend backend) {
    return List.of(
        new RecommendationsEndpoint(backend),
        new EstimatesEndpoint(backend),
        new UserEndpoint(backend),
        new UsersEndpoint(backend),
        new UserRatingsEndpoint(backend),
        new ItemsEndpoint(backend),
        new ItemEndpoint(backend),
        new SimilarItemsEndpoint(backend),
        new AccuracyEndpoint(backend),
        new CrosstabEndpoint(backend),
        new MapEndpoint(backend),
        new ModelEndpoint(backend),
        new PostRatingsEndpoint(backend),
        new TopologyEndpoint(backend),
        new LiveEndpoint(backend),
        new ReadyEndpoint(backend),
        new MetricsEndpoint(backend),
        new EventsEndpoint(backend, () -> stopping));
  }

  private static Handler timed(Endpoint endpoint, Backend backend, MeterRegistry registry) {
    Timer timer =
        Timer.builder("eddy.http.latency")
            .description("Time to answer a request, by endpoint")
            .tag("endpoint", endpoint.method() + " " + endpoint.path())
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(100_000))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
    return (request, response) -> {
      long startNs = System.nanoTime();
      try {
        if (endpoint.needsModel()) {
          requireReady(backend.status());
        }
        endpoint.handle(request, response);
      } finally {
        timer.record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
      }
    };
  }

  private static void requireReady(Backend.Status status) {
    if (!status.ready()) {
      throw ProblemException.unavailable(
          "the model is being loaded, %.0f %% are here (%s)"
              .formatted(100 * status.fraction(), status.state()));
    }
  }

  /// Returns the port it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    stopping = true;
    server.stop();
  }
}
