package dev.eddy.serve;

import dev.eddy.http.ClientNames;
import dev.eddy.http.Handler;
import dev.eddy.http.Route;
import dev.eddy.http.jetty.TlsMaterial;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.access.WatchedFiles;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.limit.Admission;
import dev.eddy.serve.limit.LimitSettings;
import dev.eddy.serve.limit.RequestCounts;
import dev.eddy.serve.limit.StartQueue;
import dev.eddy.serve.limit.TokenRequests;
import dev.eddy.serve.limit.UserWrites;
import dev.eddy.serve.peer.PeerClient;
import dev.eddy.serve.request.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The HTTP servers with all endpoints and the console: one for applications, and one for
/// operations, on a port of its own, so that nobody reaches what is behind it by a path. The second
/// answers everything, the first nothing of operations ([Endpoint#isOperations]).
public final class ApiServer implements AutoCloseable {

  /// Each costs a series an endpoint.
  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /// How soon a changed file of tokens or a certificate is read.
  private static final Duration RELOAD_EVERY = Duration.ofSeconds(5);

  private final WatchedFiles files;
  private final List<ServedModel> models = new ArrayList<>();
  private final Listeners listeners;
  private volatile boolean stopping;

  /// What answers on which port.
  ///
  /// @param operations all routes, those of `applications` among them
  record Routes(List<Route> applications, List<Route> operations) {}

  /// Binds both ports and starts to answer.
  ///
  /// @throws IllegalStateException if an address cannot be bound
  /// @throws IllegalArgumentException if a file that the settings name cannot be used, or the
  ///     settings would let in everybody
  public ApiServer(ServeSettings settings, Lineup lineup, MeterRegistry registry) {
    this(settings, lineup, registry, RELOAD_EVERY);
  }

  /// The same, where files are looked at as often as a test wants it.
  ApiServer(ServeSettings settings, Lineup lineup, MeterRegistry registry, Duration reloadEvery) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      files = opened(opened, new WatchedFiles(reloadEvery, registry));
      Access access = Access.of(settings.access(), settings.host(), files);
      List<Consumer<TlsMaterial>> users = new CopyOnWriteArrayList<>();
      Optional<TlsMaterial> tls =
          settings
              .tls()
              .watch(
                  files,
                  settings.advertisedHost(),
                  material -> users.forEach(user -> user.accept(material)));
      for (Backend backend : lineup.models()) {
        PeerClient peers = new PeerClient(backend, tls, access.ownToken(), registry);
        models.add(opened(opened, new ServedModel(backend, peers, new BiasTracks(backend))));
        users.add(peers::use);
      }
      listeners =
          new Listeners(
              settings,
              tls,
              new StartQueue(settings.limits(), registry),
              new RequestCounts(registry),
              routes(settings, lineup, models, access, registry, () -> stopping));
      users.add(listeners::use);
      for (ServedModel model : models) {
        Thread.ofVirtual()
            .name("eddy-bias-tracks")
            .start(() -> model.tracks().follow(() -> stopping));
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static <T extends AutoCloseable> T opened(List<AutoCloseable> opened, T one) {
    opened.add(one);
    return one;
  }

  private static void closeAll(List<AutoCloseable> opened, Exception why) {
    for (AutoCloseable one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) { // AutoCloseable declares no narrower one
        why.addSuppressed(e);
      }
    }
  }

  /// Returns the routes of all endpoints.
  ///
  /// @param lineup which of the models serves
  /// @param stopping whether streams of events are to end
  static Routes routes(
      ServeSettings settings,
      Lineup lineup,
      List<ServedModel> models,
      Access access,
      MeterRegistry registry,
      BooleanSupplier stopping) {
    LimitSettings limits = settings.limits();
    UserWrites writes = new UserWrites(limits.maxWritesPerUserMinute(), registry);
    Admission admission = new Admission(limits, clients(access), writes, registry);
    SlowQueries slow = new SlowQueries(settings.slowMs());
    Guard guard =
        new Guard(
            access,
            new AuditLog(settings.access().audit()),
            new TokenRequests(limits.maxRequestsPerTokenSecond(), registry),
            registry);
    List<Route> applications = new ArrayList<>();
    List<Route> all = new ArrayList<>();
    for (Endpoint endpoint : endpoints(settings, lineup, models, writes, stopping)) {
      Handler handler = admission.limit(endpoint);
      Route route =
          new Route(
              endpoint.method(),
              endpoint.path(),
              timed(endpoint, guard.guard(endpoint, handler), registry, slow));
      all.add(route);
      if (!endpoint.isOperations()) {
        applications.add(route);
      }
    }
    return new Routes(applications, all);
  }

  private static List<Endpoint> endpoints(
      ServeSettings settings,
      Lineup lineup,
      List<ServedModel> models,
      UserWrites writes,
      BooleanSupplier stopping) {
    List<List<Endpoint>> byModel = new ArrayList<>();
    for (ServedModel model : models) {
      Backend backend = model.backend();
      // Who listens to a model that serves no more is to connect again, to the one that does.
      byModel.add(
          Endpoints.of(
              settings,
              model,
              writes,
              () ->
                  stopping.getAsBoolean()
                      || lineup.champion().generation() != backend.generation()));
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (int n = 0; n < byModel.getFirst().size(); n++) {
      int place = n;
      endpoints.add(
          new ChampionEndpoint(
              lineup, byModel.stream().map(endpointsOfOne -> endpointsOfOne.get(place)).toList()));
    }
    return endpoints;
  }

  /// Tells clients apart by their tokens where there are any: the guard has let them in by then.
  static ClientNames clients(Access access) {
    return access.isOpen()
        ? ClientNames.BY_ADDRESS
        : call -> Access.shown(call).orElseGet(call::remoteAddress);
  }

  private static Handler timed(
      Endpoint endpoint, Handler handler, MeterRegistry registry, SlowQueries slow) {
    Timer timer =
        Timer.builder("eddy.http.request.duration")
            .description("Time to answer a request, by endpoint")
            .tag("endpoint", endpoint.method() + " " + endpoint.path())
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    return (request, response) -> {
      long startNs = System.nanoTime();
      try {
        handler.handle(request, response);
      } finally {
        long endNs = System.nanoTime();
        timer.record(endNs - startNs, TimeUnit.NANOSECONDS);
        slow.look(endpoint, startNs, endNs);
      }
    };
  }

  /// Returns `https`, or `http` where there is no TLS.
  public String scheme() {
    return listeners.scheme();
  }

  /// Returns the port that applications ask.
  public int port() {
    return listeners.port();
  }

  /// Returns the port that operators and other instances ask.
  public int operationsPort() {
    return listeners.operationsPort();
  }

  @Override
  public void close() {
    stopping = true;
    // From the last to the first, each also where another fails.
    try (files) {
      listeners.close();
    } finally {
      models.forEach(ServedModel::close);
    }
  }
}
