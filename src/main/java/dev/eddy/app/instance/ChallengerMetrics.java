package dev.eddy.app.instance;

import dev.eddy.serve.backend.Challenger;
import dev.eddy.serve.backend.Lineup;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/// The challenger beside the model that serves, as meters. After a promotion the same names tell of
/// the model that served before.
final class ChallengerMetrics {

  private ChallengerMetrics() {}

  static void bind(MeterRegistry registry, Lineup lineup) {
    Gauge.builder("eddy.champion.generation", lineup, it -> it.champion().generation())
        .description("The generation of the model that serves")
        .register(registry);
    gauge(lineup, "generation", Challenger::generation)
        .description("The generation of the challenger")
        .register(registry);
    gauge(lineup, "behind", it -> orNan(it.behind()))
        .description("Records of the ratings that the challenger has not learned yet")
        .register(registry);
    String rmse = "Root mean square error of the challenger, of ratings before it learned them";
    gauge(lineup, "prequential.rmse", it -> it.accuracy().rmse())
        .tag("window", "all")
        .description(rmse)
        .register(registry);
    gauge(lineup, "prequential.rmse", it -> it.accuracy().recentRmse())
        .tag("window", "recent")
        .description(rmse)
        .register(registry);
    counter(lineup, "lists.choices", it -> it.hits().choices())
        .description("New choices looked for in the top-10 list of the challenger")
        .register(registry);
    counter(lineup, "lists.hits", it -> it.hits().hits())
        .description("New choices that were in the top-10 list of the challenger")
        .register(registry);
    gauge(lineup, "paired", it -> it.evidence().n())
        .description("Ratings that the model that serves and the challenger both predicted")
        .register(registry);
    gauge(lineup, "unpaired", Challenger::unpaired)
        .description("Ratings that only one of the two models predicted")
        .register(registry);
    String difference =
        "Mean squared error of the model that serves less that of the challenger, in squared units"
            + " of the rating scale, with its confidence interval of 95 %";
    gauge(lineup, "mse.difference", it -> it.evidence().mean())
        .tag("bound", "mean")
        .description(difference)
        .register(registry);
    gauge(lineup, "mse.difference", it -> it.evidence().low())
        .tag("bound", "low")
        .description(difference)
        .register(registry);
    gauge(lineup, "mse.difference", it -> it.evidence().high())
        .tag("bound", "high")
        .description(difference)
        .register(registry);
    gauge(lineup, "evalue", it -> it.evidence().eValue())
        .description("e-value of the challenger predicting better; 20 is enough to promote it")
        .register(registry);
  }

  private static double orNan(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : Double.NaN;
  }

  private static Gauge.Builder<Lineup> gauge(
      Lineup lineup, String name, ToDoubleFunction<Challenger> value) {
    return Gauge.builder("eddy.challenger." + name, lineup, it -> ofChallenger(it, value));
  }

  private static FunctionCounter.Builder<Lineup> counter(
      Lineup lineup, String name, ToDoubleFunction<Challenger> value) {
    return FunctionCounter.builder(
        "eddy.challenger." + name, lineup, it -> ofChallenger(it, value));
  }

  private static double ofChallenger(Lineup lineup, ToDoubleFunction<Challenger> value) {
    return lineup.champion().challenger().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
