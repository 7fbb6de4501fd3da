package dev.eddy.app.command;

import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.UsageException;
import dev.eddy.factorization.model.Layer;
import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.ScalarKernels;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the layers of the model.
@Command(
    name = "model",
    description = "Prints the layers and the size of the configured model. Needs no Kafka.",
    mixinStandardHelpOptions = true)
public final class ModelCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "dot or nn. Default: the setting learning.model.")
  private String model;

  @Option(
      names = "--users",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Number of users. Default: ${DEFAULT-VALUE}.")
  private long users;

  @Option(
      names = "--items",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Number of items. Default: ${DEFAULT-VALUE}.")
  private long items;

  @Override
  public Integer call() {
    if (users < 0 || items < 0) {
      throw new UsageException("--users and --items must not be negative");
    }
    Map<String, String> options = new LinkedHashMap<>();
    if (model != null) {
      options.put("learning.model", model);
    }
    Settings settings = config.load(Map.of(), options);
    Model learned = settings.learning().newModel(new ScalarKernels());
    System.out.printf("%s%n%n", learned.signature());
    System.out.printf("%-24s %20s %14s%n", "layer", "shape", "parameters");
    long all = 0;
    for (Layer layer : learned.layers()) {
      long parameters = layer.parameters(users, items);
      all += parameters;
      System.out.printf(
          Locale.ROOT,
          "%-24s %20s %,14d%n",
          layer.name(),
          layer.rows(users, items) + " x " + layer.outputs(),
          parameters);
    }
    System.out.printf(
        Locale.ROOT, "%-24s %20s %,14d  (%,d bytes)%n", "all", "", all, all * Float.BYTES);
    return 0;
  }
}
