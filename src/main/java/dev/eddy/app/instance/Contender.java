package dev.eddy.app.instance;

import dev.eddy.app.settings.Settings;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.Segment;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.serve.backend.Backend;
import dev.eddy.stream.Engine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.ToDoubleFunction;

/// One of the models that an instance runs: its settings, the engine that learns it, and the meters
/// of that engine. Each has meters of its own, so that the same names tell of the model that
/// serves, whichever that is.
///
/// @param settings as they are for it
/// @param reader of what it learns
/// @param engine learns it
/// @param meters of the engine
record Contender(Settings settings, RatingReader reader, Engine engine, Meters meters) {

  /// Makes a model that learns nothing before it is started.
  static Contender of(Settings settings, VectorKernels kernels) {
    Meters meters = Meters.of(settings.observe());
    RatingReader reader = new RatingReader(settings.events(), Clock.systemUTC());
    Engine engine =
        new Engine(
            settings.stream(),
            settings.drift(),
            settings.governor(),
            new CurrentBrakes(settings.serve().brakes()),
            settings.learning().newModel(kernels),
            kernels,
            reader,
            meters.registry());
    bindAccuracy(meters.registry(), engine);
    bindReadiness(meters.registry(), engine);
    return new Contender(settings, reader, engine, meters);
  }

  /// Returns the generation of the model.
  int generation() {
    return settings.stream().names().generation();
  }

  private static void bindReadiness(MeterRegistry registry, Engine engine) {
    Gauge.builder("eddy.ready", engine, e -> e.readiness().isReady() ? 1 : 0)
        .description("1 while the instance answers queries, 0 while it loads its state")
        .register(registry);
    Gauge.builder("eddy.ready.fraction", engine, e -> e.readiness().fraction())
        .description("Fraction of its state that the instance has loaded; 1 when it is ready")
        .register(registry);
  }

  private static void bindAccuracy(MeterRegistry registry, Engine engine) {
    String rmse = "Root mean square error of ratings predicted before they were learned";
    String mae = "Mean absolute error of ratings predicted before they were learned";
    for (Segment segment : Segment.values()) {
      for (ErrorGauge gauge :
          new ErrorGauge[] {
            new ErrorGauge("rmse", rmse, "all", Backend.Accuracy::rmse),
            new ErrorGauge("rmse", rmse, "recent", Backend.Accuracy::recentRmse),
            new ErrorGauge("mae", mae, "all", Backend.Accuracy::mae),
            new ErrorGauge("mae", mae, "recent", Backend.Accuracy::recentMae)
          }) {
        gauge.bind(registry, engine, segment);
      }
    }
  }

  /// A gauge of prequential error.
  private record ErrorGauge(
      String name, String description, String window, ToDoubleFunction<Backend.Accuracy> error) {

    void bind(MeterRegistry registry, Engine engine, Segment segment) {
      Gauge.builder(
              "eddy.prequential." + name,
              engine,
              e -> error.applyAsDouble(LiveAccuracy.of(e, segment)))
          .description(description)
          .tag("window", window)
          .tag("segment", segment.label())
          .register(registry);
    }
  }
}
