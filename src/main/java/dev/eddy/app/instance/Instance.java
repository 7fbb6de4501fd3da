package dev.eddy.app.instance;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.publish.ExposureLog;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.UsageException;
import dev.eddy.kernel.KernelUnavailableException;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.serve.ApiServer;
import dev.eddy.serve.ServeSettings;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Narration;
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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running Eddy: the stream, the query layer in front of it, and the meters of both.
///
/// HTTP answers from the first moment, with 503 and the part that is loaded, while the stream
/// starts.
public final class Instance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private final Settings settings;
  private final Contender contender;

  /// Beside which another one learns; empty for none.
  private final Optional<Contender> other;

  private final EventPublisher publisher;
  private final ExposureLog exposures;
  private final List<LiveBackend> backends = new ArrayList<>();
  private final LiveLineup lineup;

  /// Of both; empty where there is one.
  private final Optional<Contest> contest;

  private final ApiServer server;
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
  private boolean closed;

  public Instance(Settings settings) {
    this(settings, Clock.systemUTC());
  }

  /// Creates an instance that has not started.
  ///
  /// @param shown the clock by which lists are dated that are shown: of the world, where the users
  ///     are simulated
  public Instance(Settings settings, Clock shown) {
    this.settings = settings;
    FreeSpace.check(settings.stream().stateDir(), "stream.state-dir");
    VectorKernels kernels = kernels(settings);
    Meters meters = Meters.of(settings.observe());
    MeterRegistry registry = meters.registry();
    bindJvm(registry);
    Gauge.builder("eddy.kernel.info", () -> 1)
        .description("The kernels in use, as a label; the value is always 1")
        .tag("kind", kernels.name())
        .register(registry);
    contender = Contender.of(settings, kernels);
    other = settings.challenger().map(its -> Contender.of(its.settings(), kernels));
    publisher =
        new EventPublisher(
            settings.stream().bootstrapServers(),
            settings.stream().names(),
            settings.stream().kafka());
    exposures = new ExposureLog(publisher, settings.drift(), registry);
    Set<Integer> here = contenders().map(Contender::generation).collect(Collectors.toSet());
    contenders()
        .forEach(
            one ->
                backends.add(
                    new LiveBackend(
                        one, here, publisher, exposures, meters.with(one.meters()), shown)));
    lineup = new LiveLineup(backends);
    contest = other.map(second -> contest(second, registry));
    try {
      server = new ApiServer(settings.serve(), lineup, registry);
    } catch (IllegalStateException | IllegalArgumentException e) {
      exposures.close();
      publisher.close();
      throw new UsageException(e.getMessage(), e);
    }
  }

  private Contest contest(Contender second, MeterRegistry registry) {
    ChallengerMetrics.bind(registry, lineup);
    return new Contest(
        new Contest.Model(contender, backends.getFirst()),
        new Contest.Model(second, backends.getLast()),
        lineup,
        settings.challenger().orElseThrow(),
        publisher);
  }

  private Stream<Contender> contenders() {
    return Stream.concat(Stream.of(contender), other.stream());
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

  private void bindJvm(MeterRegistry registry) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    gcMetrics.bindTo(registry);
    new DiskSpaceMetrics(settings.stream().stateDir().toFile()).bindTo(registry);
  }

  /// Starts the stream; returns when its index is loaded.
  public void start() {
    contest.ifPresentOrElse(both -> both.start(self()), () -> engine().start(self()));
  }

  /// Returns where other instances reach this one.
  private String self() {
    ServeSettings serve = settings.serve();
    return serve.advertised().isEmpty()
        ? serve.reachedAt() + ":" + operationsPort()
        : serve.advertised();
  }

  /// Runs an action should the stream of the model that serves stop because of a failure. One that
  /// serves not is told of in the log, and by the answer to whoever wants to promote it; the action
  /// runs once it is promoted all the same, on another instance. It may run more than once.
  public void onFailure(Runnable action) {
    Runnable look =
        () -> {
          if (failures().findAny().isPresent()) {
            action.run();
          }
        };
    contenders()
        .forEach(
            one -> {
              var _ = one.engine().stopped().thenRun(look);
            });
    lineup.onPromotion(look);
  }

  /// Returns why the stream of the model that serves has stopped; empty while it has not.
  private Stream<String> failures() {
    return contenders()
        .filter(one -> one.generation() == lineup.wanted())
        .map(one -> one.engine().stopped().getNow(null))
        .filter(Objects::nonNull);
  }

  /// Ends the command if the stream of the model that serves has stopped because of a failure.
  ///
  /// @throws CommandFailedException saying why it stopped
  public void throwIfFailed() {
    failures()
        .forEach(
            why -> {
              throw new CommandFailedException("the stream has stopped: " + why);
            });
  }

  /// Returns what learns `stream.generation`.
  public Engine engine() {
    return contender.engine();
  }

  /// Returns the model that serves.
  public Backend backend() {
    return lineup.champion();
  }

  /// Tells those who watch what is played.
  public void tell(Narration now) {
    backends.forEach(backend -> backend.tell(now));
  }

  public EventPublisher publisher() {
    return publisher;
  }

  /// Returns `https`, or `http` where there is no TLS.
  public String scheme() {
    return server.scheme();
  }

  /// Returns the port that applications ask.
  public int port() {
    return server.port();
  }

  /// Returns the port that operators and other instances ask.
  public int operationsPort() {
    return server.operationsPort();
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
    List<AutoCloseable> open = new ArrayList<>(List.of(gcMetrics));
    contenders().map(Contender::engine).forEach(open::add);
    open.addAll(List.of(publisher, exposures));
    open.addAll(backends);
    contest.ifPresent(open::add);
    open.add(server);
    Closing.all(open.reversed());
  }
}
