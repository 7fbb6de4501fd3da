package dev.eddy.app.command;

import dev.eddy.app.settings.Settings;
import dev.eddy.event.RatingReader;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.stream.Engine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints the topology.
@Command(
    name = "topology",
    description = "Prints the topology: processors, stores and topics. Needs no Kafka.",
    mixinStandardHelpOptions = true)
public final class TopologyCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Override
  public Integer call() {
    System.out.print(describe(config.load(Map.of())));
    return 0;
  }

  public static String describe(Settings settings) {
    ScalarKernels kernels = new ScalarKernels();
    try (Engine engine =
        new Engine(
            settings.stream(),
            settings.drift(),
            settings.governor(),
            new CurrentBrakes(settings.serve().brakes()),
            settings.learning().newModel(kernels),
            kernels,
            new RatingReader(settings.events(), Clock.systemUTC()),
            new SimpleMeterRegistry())) {
      return engine.describe();
    }
  }
}
