package dev.eddy.app;

import dev.eddy.event.RatingReader;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.Segment;
import dev.eddy.kernel.KernelUnavailableException;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.serve.Backend;
import dev.eddy.serve.HttpServer;
import dev.eddy.serve.ServeSettings;
import dev.eddy.stream.Engine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running Eddy: the stream, the query layer in front of it, and the meters of both.
///
/// HTTP answers from the first moment, with 503 and the part that is loaded, while the stream
/// starts.
final class Instance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private final Settings settings;
  private final Engine engine;
  private final EventPublisher publisher;
  private final ExposureLog exposures;
  private final LiveBackend backend;
  private final HttpServer server;
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
  private boolean closed;

  Instance(Settings settings) {
    this.settings = settings;
    VectorKernels kernels = kernels(settings);
    Meters meters = Meters.of(settings.observe());
    MeterRegistry registry = meters.registry();
    bindJvm(registry);
    Gauge.builder("eddy.kernel", () -> 1)
        .description("Which kernels run, as a label")
        .tag("kind", kernels.name())
        .register(registry);
    RatingReader reader = new RatingReader(settings.events(), Clock.systemUTC());
    Model model = settings.learning().newModel(kernels);
    engine = new Engine(settings.stream(), settings.drift(), model, kernels, reader, registry);
    bindAccuracy(registry);
    bindReadiness(registry);
    publisher =
        new EventPublisher(
            settings.stream().bootstrapServers(),
            settings.stream().names(),
            settings.stream().kafka());
    exposures = new ExposureLog(publisher, settings.drift(), registry);
    backend = new LiveBackend(engine, reader, publisher, exposures, meters, settings);
    try {
      server = new HttpServer(settings.serve(), backend, registry);
    } catch (IllegalStateException e) {
      exposures.close();
      publisher.close();
      throw new UsageException(
          "cannot listen on %s:%d (serve.host, serve.port): %s"
              .formatted(settings.serve().host(), settings.serve().port(), rootMessage(e)),
          e);
    }
  }

  private static VectorKernels kernels(Settings settings) {
    try {
      VectorKernels kernels = settings.kernel().select();
      LOG.info("Kernels: {}", kernels.name());
      return kernels;
    } catch (KernelUnavailableException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  private void bindJvm(MeterRegistry registry) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    gcMetrics.bindTo(registry);
  }

  private void bindReadiness(MeterRegistry registry) {
    Gauge.builder("eddy.ready", engine, e -> e.readiness().isReady() ? 1 : 0)
        .description("1 while the instance answers queries, 0 while it loads its state")
        .register(registry);
    Gauge.builder("eddy.ready.fraction", engine, e -> e.readiness().fraction())
        .description("Part of its state that the instance has loaded, 0 to 1; 1 when it is ready")
        .register(registry);
    new DiskSpaceMetrics(settings.stream().stateDir().toFile()).bindTo(registry);
  }

  private void bindAccuracy(MeterRegistry registry) {
    String rmse = "Root mean square error of ratings predicted before they were learned";
    String mae = "Mean absolute error of ratings predicted before they were learned";
    for (Segment segment : Segment.values()) {
      bindError(registry, "rmse", rmse, segment, "all", Backend.Accuracy::rmse);
      bindError(registry, "rmse", rmse, segment, "recent", Backend.Accuracy::recentRmse);
      bindError(registry, "mae", mae, segment, "all", Backend.Accuracy::mae);
      bindError(registry, "mae", mae, segment, "recent", Backend.Accuracy::recentMae);
    }
  }

  private void bindError(
      MeterRegistry registry,
      String name,
      String description,
      Segment segment,
      String window,
      ToDoubleFunction<Backend.Accuracy> error) {
    Gauge.builder(
            "eddy.prequential." + name,
            engine,
            e -> error.applyAsDouble(LiveBackend.accuracy(e, segment)))
        .description(description)
        .tag("window", window)
        .tag("segment", segment.label())
        .register(registry);
  }

  /// Starts the stream; returns when its index is loaded.
  void start() {
    engine.start(self());
  }

  /// Returns where other instances reach this one.
  private String self() {
    ServeSettings serve = settings.serve();
    if (!serve.advertised().isEmpty()) {
      return serve.advertised();
    }
    String host = serve.host();
    try {
      if (InetAddress.getByName(host).isAnyLocalAddress()) { // no address to come back to
        host = InetAddress.getLocalHost().getHostName();
      }
    } catch (UnknownHostException e) {
      LOG.warn(
          "Other instances may not reach this one at {}: {}; set serve.advertised",
          host,
          e.getMessage());
    }
    return host + ":" + port();
  }

  /// Runs an action should the stream stop because of a failure.
  void onFailure(Runnable action) {
    var _ = engine.stopped().thenRun(action);
  }

  /// Ends the command if the stream has stopped because of a failure.
  ///
  /// @throws CommandFailedException saying why it stopped
  void throwIfFailed() {
    String why = engine.stopped().getNow(null);
    if (why != null) {
      throw new CommandFailedException("the stream has stopped: " + why);
    }
  }

  Engine engine() {
    return engine;
  }

  Backend backend() {
    return backend;
  }

  EventPublisher publisher() {
    return publisher;
  }

  int port() {
    return server.port();
  }

  /// Stops everything; a second call returns when the first is done: a process that ends on a
  /// signal waits for one of them only.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // From the last to the first, each also where another fails.
    try (gcMetrics;
        engine;
        publisher;
        exposures) {
      server.close();
    }
  }
}
