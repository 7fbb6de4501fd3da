package dev.eddy.app;

import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.simulate.WorldWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes a synthetic world.
@Command(
    name = "generate",
    description =
        "Writes a synthetic data set of which the truth is known, and prints its noise floor.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

  @Option(
      names = "--users",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--items",
      defaultValue = "1500",
      paramLabel = "N",
      description = "Default: ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--ratings",
      defaultValue = "200000",
      paramLabel = "N",
      description = "Default: ${DEFAULT-VALUE}.")
  private long ratings;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder to write ratings.csv, items.csv and users.csv to.")
  private Path out;

  @Override
  public Integer call() {
    WorldSettings settings = settings(users, items, ratings, seed);
    Progress progress = new Progress("ratings", ratings);
    double floor;
    try {
      floor = new WorldWriter(new World(settings)).write(out, done -> progress.show(done, ""));
    } catch (IOException e) {
      throw new UsageException("cannot write to " + out + ": " + e.getMessage(), e);
    }
    progress.finish(ratings, "");
    System.out.printf(
        Locale.ROOT,
        "noise floor: RMSE %.4f, the error of the best possible prediction (seed %d)%n",
        floor,
        seed);
    return 0;
  }

  static WorldSettings settings(int users, int items, long ratings, long seed) {
    try {
      return new WorldSettings(users, items, ratings, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }
}
