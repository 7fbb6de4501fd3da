package dev.eddy.simulate;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/// Writes a world as CSV: `ratings.csv`, `items.csv`, `users.csv`.
public final class WorldWriter {

  private final World world;
  private double squares;
  private long written;

  /// Creates a writer.
  public WorldWriter(World world) {
    this.world = world;
  }

  /// Writes everything and returns the noise floor, the root mean square error of the best
  /// possible prediction of what was written.
  ///
  /// @param progress is told how many ratings are written, now and then
  /// @throws IOException if the folder cannot be written to
  public double write(Path folder, LongConsumer progress) throws IOException {
    Files.createDirectories(folder);
    writeItems(folder.resolve("items.csv"));
    writeUsers(folder.resolve("users.csv"));
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("ratings.csv"))) {
      out.write("userId,itemId,rating,timestamp\n");
      world.play(
          (rating, expected) -> {
            writeRating(out, rating);
            double error = rating.rating().orElseThrow() - expected;
            squares += error * error;
            if ((++written & 1023) == 0) {
              progress.accept(written);
            }
            return true;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Math.sqrt(squares / written);
  }

  private static void writeRating(BufferedWriter out, Rating rating) {
    try {
      out.write(
          String.format(
              Locale.ROOT,
              "%s,%s,%.1f,%d\n",
              rating.userId(),
              rating.itemId(),
              rating.rating().orElseThrow(),
              rating.timestampMs() / 1000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeItems(Path path) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(path)) {
      out.write("itemId,title,genres,year,tags\n");
      for (CatalogItem item : world.items()) {
        out.write(
            String.format(
                Locale.ROOT,
                "%s,\"%s\",%s,%d,%s\n",
                item.itemId(),
                item.title(),
                String.join("|", item.genres()),
                item.year(),
                String.join("|", item.tags())));
      }
    }
  }

  private void writeUsers(Path path) throws IOException {
    List<Map<String, String>> users = world.users();
    try (BufferedWriter out = Files.newBufferedWriter(path)) {
      out.write("userId,age,gender,occupation\n");
      for (int user = 0; user < users.size(); user++) {
        out.write(World.userId(user) + "," + String.join(",", users.get(user).values()) + "\n");
      }
    }
  }
}
