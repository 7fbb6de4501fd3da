package dev.eddy.simulate;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Interaction;
import dev.eddy.event.Rating;
import dev.eddy.event.UserEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongConsumer;

/// Writes a world as CSV: `ratings.csv`, `items.csv`, `users.csv`.
///
/// Without kinds of events `ratings.csv` has the columns `userId,itemId,rating,timestamp`; with
/// some it has `userId,itemId,rating,kind,value,timestamp`, and each row either a rating or a kind.
/// Times are seconds since 1970.
public final class WorldWriter {

  private final World world;
  private final Set<Kind> kinds;
  private final boolean rated;
  private final Map<String, Long> events = new LinkedHashMap<>();
  private double squares;
  private long ratings;

  /// Creates a writer.
  ///
  /// @param kinds which events without a rating are written
  /// @param rated whether ratings are written
  public WorldWriter(World world, Set<Kind> kinds, boolean rated) {
    this.world = world;
    this.kinds = kinds;
    this.rated = rated;
    kinds.forEach(kind -> events.put(kind.label(), 0L));
  }

  /// What was written.
  ///
  /// @param noiseFloor the root mean square error of the best possible prediction of the ratings;
  ///     empty where no ratings were written
  /// @param events how many events without a rating were written, by kind
  public record Written(OptionalDouble noiseFloor, Map<String, Long> events) {}

  /// Writes everything.
  ///
  /// @param progress is told how many ratings are given, now and then, whether written or not
  /// @throws IOException if the folder cannot be written to
  public Written write(Path folder, LongConsumer progress) throws IOException {
    Files.createDirectories(folder);
    writeItems(folder.resolve("items.csv"));
    writeUsers(folder.resolve("users.csv"));
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("ratings.csv"))) {
      out.write(
          "userId,itemId,rating,%stimestamp\n".formatted(kinds.isEmpty() ? "" : "kind,value,"));
      world.play(
          kinds,
          (event, expected) -> {
            switch (event) {
              case Rating rating -> {
                take(out, rating, expected);
                if ((++ratings & 1023) == 0) {
                  progress.accept(ratings);
                }
              }
              case Interaction interaction -> take(out, interaction);
            }
            return true;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Written(
        rated ? OptionalDouble.of(Math.sqrt(squares / ratings)) : OptionalDouble.empty(),
        Collections.unmodifiableMap(events));
  }

  private void take(BufferedWriter out, Rating rating, double expected) {
    if (rated) {
      double given = rating.rating().orElseThrow();
      squares += (given - expected) * (given - expected);
      writeEvent(out, rating, given + (kinds.isEmpty() ? "" : ",,"));
    }
  }

  private void take(BufferedWriter out, Interaction interaction) {
    events.merge(interaction.kind(), 1L, Long::sum);
    OptionalDouble value = interaction.value();
    String seconds = value.isPresent() ? Long.toString((long) value.getAsDouble()) : "";
    writeEvent(out, interaction, "," + interaction.kind() + "," + seconds);
  }

  /// Writes a row.
  ///
  /// @param said the cells between item and time
  private static void writeEvent(BufferedWriter out, UserEvent event, String said) {
    try {
      long timeS = event.timestampMs() / 1000;
      out.write(event.userId() + "," + event.itemId() + "," + said + "," + timeS + "\n");
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
