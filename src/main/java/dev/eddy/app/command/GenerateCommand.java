package dev.eddy.app.command;

import dev.eddy.app.replay.Progress;
import dev.eddy.app.settings.UsageException;
import dev.eddy.simulate.Kind;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.simulate.WorldWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes a synthetic world.
@Command(
    name = "generate",
    description =
        "Writes a synthetic data set with a known ground truth, and prints its noise floor.",
    mixinStandardHelpOptions = true)
public final class GenerateCommand implements Callable<Integer> {

  @Option(
      names = "--users",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Number of users. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--items",
      defaultValue = "1500",
      paramLabel = "N",
      description = "Number of items. Default: ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--ratings",
      defaultValue = "200000",
      paramLabel = "N",
      description = "Number of ratings. Default: ${DEFAULT-VALUE}.")
  private long ratings;

  @Option(
      names = "--kinds",
      paramLabel = "NAMES",
      description =
          "Also writes events without a rating: view, click, play, purchase, skip, or some of"
              + " these, separated by commas. Default: none.")
  private String kinds;

  @Option(
      names = "--no-ratings",
      description = "Writes no ratings. The events of --kinds are the same as with --ratings N.")
  private boolean noRatings;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Random seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for ratings.csv, items.csv and users.csv.")
  private Path out;

  @Override
  public Integer call() {
    Set<Kind> wanted = wantedKinds();
    WorldSettings settings = settings(users, items, ratings, seed);
    Progress progress = new Progress(noRatings ? "ratings left out" : "ratings", ratings);
    WorldWriter.Written written;
    try {
      written =
          new WorldWriter(new World(settings), wanted, !noRatings)
              .write(out, done -> progress.show(done, ""));
    } catch (IOException e) {
      throw new UsageException("cannot write to " + out + ": " + e.getMessage(), e);
    }
    progress.finish(ratings, "");
    tell(written);
    return 0;
  }

  private Set<Kind> wantedKinds() {
    if (kinds == null) {
      if (noRatings) {
        throw new UsageException(
            "--no-ratings needs --kinds, as in --kinds view,click,play,purchase,skip: there is"
                + " nothing else to write");
      }
      return Set.of();
    }
    try {
      return Kind.parse(kinds);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--kinds: " + e.getMessage(), e);
    }
  }

  private void tell(WorldWriter.Written written) {
    if (written.noiseFloor().isPresent()) {
      System.out.printf(
          Locale.ROOT,
          "noise floor: RMSE %.4f, the error of the best possible prediction (seed %d)%n",
          written.noiseFloor().getAsDouble(),
          seed);
    } else {
      System.out.printf(Locale.ROOT, "noise floor: none, no ratings are written (seed %d)%n", seed);
    }
    if (!written.events().isEmpty()) {
      String counts =
          written.events().entrySet().stream()
              .map(kind -> String.format(Locale.ROOT, "%,d %s", kind.getValue(), kind.getKey()))
              .collect(Collectors.joining(", "));
      System.out.println("events without a rating: " + counts);
    }
  }

  static WorldSettings settings(int users, int items, long ratings, long seed) {
    try {
      return new WorldSettings(users, items, ratings, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }
}
