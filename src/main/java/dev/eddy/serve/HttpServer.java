package dev.eddy.serve;

import dev.eddy.http.Dispatcher;
import dev.eddy.http.Handler;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Route;
import dev.eddy.http.jetty.JettyServer;
import dev.eddy.http.jetty.ServerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// The HTTP server with all endpoints and the console.
public final class HttpServer implements AutoCloseable {

  private static final Map<String, String> FILES =
      Map.of(
          "/", "console",
          "/vendor/uplot", "META-INF/resources/webjars/uplot/1.6.30/dist",
          "/vendor/swagger-ui", "META-INF/resources/webjars/swagger-ui/5.34.1");

  /// Each costs a series an endpoint; 20 and 100 ms are what is promised.
  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final JettyServer server;
  private final PeerClient peers;
  private volatile boolean stopping;

  /// Binds and starts to answer.
  ///
  /// @throws IllegalStateException if the address cannot be bound
  public HttpServer(ServeSettings settings, Backend backend, MeterRegistry registry) {
    peers = new PeerClient(backend.index(), registry);
    server =
        new JettyServer(
            new ServerSettings(
                settings.host(),
                settings.port(),
                settings.corsOrigins(),
                HttpServer::isPublic,
                FILES),
            new Dispatcher(routes(settings, backend, peers, registry, () -> stopping)));
  }

  /// Returns the routes of all endpoints.
  ///
  /// @param stopping whether streams of events are to end
  static List<Route> routes(
      ServeSettings settings,
      Backend backend,
      PeerClient peers,
      MeterRegistry registry,
      BooleanSupplier stopping) {
    Crowd clients = new Crowd(settings.maxConcurrent(), "clients", registry);
    Crowd instances = new Crowd(settings.maxConcurrent(), "instances", registry);
    SlowQueries slow = new SlowQueries(settings.slowMs());
    BrakeLever lever = new BrakeLever(settings.brakes());
    Operators operators = new Operators(settings.adminToken());
    List<Route> routes = new ArrayList<>();
    for (Endpoint endpoint : endpoints(backend, new Users(backend, peers), lever, stopping)) {
      Handler handler =
          switch (endpoint.caller()) {
            case CLIENT -> limited(endpoint, clients);
            case INSTANCE -> limited(endpoint, instances);
            case WATCHER -> endpoint;
          };
      routes.add(
          new Route(
              endpoint.method(),
              endpoint.path(),
              timed(endpoint, operators.guard(endpoint, handler), backend, registry, slow)));
    }
    return routes;
  }

  /// Returns what pages of other sites may ask: all that applications may, and nothing of
  /// operators'.
  private static boolean isPublic(String path) {
    return path.startsWith("/v1/") && !path.startsWith("/v1/admin/");
  }

  private static List<Endpoint> endpoints(
      Backend backend, Users users, BrakeLever lever, BooleanSupplier stopping) {
    return List.of(
        new RecommendationsEndpoint(backend, users, lever),
        new ContextRecommendationsEndpoint(backend, users, lever),
        new StrangerRecommendationsEndpoint(backend, lever),
        new StrangerEstimatesEndpoint(backend),
        new GroupRecommendationsEndpoint(backend, users),
        new EstimatesEndpoint(backend, users),
        new BecauseEndpoint(backend, users),
        new SurprisesEndpoint(backend, users),
        new UsersEndpoint(users),
        new ActiveUsersEndpoint(users),
        new UserEndpoint(backend, users),
        new PutUserEndpoint(backend),
        new DeleteUserEndpoint(backend),
        new SimilarUsersEndpoint(backend, users),
        new UserRatingsEndpoint(backend, users),
        new PutRatingEndpoint(backend),
        new DeleteRatingEndpoint(backend),
        new ItemsEndpoint(backend),
        new PopularItemsEndpoint(backend),
        new TrendingItemsEndpoint(backend),
        new LatestItemsEndpoint(backend),
        new RepresentativeItemsEndpoint(backend),
        new SimilarToItemsEndpoint(backend),
        new ItemEndpoint(backend),
        new PutItemEndpoint(backend),
        new DeleteItemEndpoint(backend),
        new SimilarItemsEndpoint(backend),
        new PostExposuresEndpoint(backend),
        new AccuracyEndpoint(backend),
        new DriftEndpoint(backend),
        new CrosstabEndpoint(backend, users),
        new MapEndpoint(backend),
        new ModelEndpoint(backend),
        new PostRatingsEndpoint(backend),
        new BrakesEndpoint(lever),
        new PutBrakesEndpoint(lever),
        new ModelsEndpoint(backend),
        new DeleteModelEndpoint(backend),
        new SnapshotEndpoint(backend),
        new TopologyEndpoint(backend),
        new OpenApiEndpoint(),
        new PeerUsersEndpoint(backend, users),
        new PeerPageEndpoint(backend),
        new PeerNearestEndpoint(backend),
        new LiveEndpoint(backend),
        new ReadyEndpoint(backend),
        new MetricsEndpoint(backend),
        new EventsEndpoint(backend, stopping));
  }

  private static Handler limited(Endpoint endpoint, Crowd crowd) {
    return (request, response) -> {
      crowd.enter();
      try {
        endpoint.handle(request, response);
      } finally {
        crowd.leave();
      }
    };
  }

  private static Handler timed(
      Endpoint endpoint,
      Handler handler,
      Backend backend,
      MeterRegistry registry,
      SlowQueries slow) {
    Timer timer =
        Timer.builder("eddy.http.latency")
            .description("Time to answer a request, by endpoint")
            .tag("endpoint", endpoint.method() + " " + endpoint.path())
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    return (request, response) -> {
      long startNs = System.nanoTime();
      try {
        if (endpoint.needsModel()) {
          requireReady(backend.status());
        }
        handler.handle(request, response);
      } finally {
        long endNs = System.nanoTime();
        timer.record(endNs - startNs, TimeUnit.NANOSECONDS);
        slow.look(endpoint, startNs, endNs);
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
    server.close();
    peers.close();
  }
}
