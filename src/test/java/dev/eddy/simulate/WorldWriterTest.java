package dev.eddy.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.event.Rating;
import dev.eddy.event.UserEvent;
import dev.eddy.table.DataFileException;
import dev.eddy.table.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldWriterTest {

  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
  private static final RatingScale SCALE = new RatingScale(World.SCALE_MIN, World.SCALE_MAX);

  @TempDir Path folder;

  private final World world = new World(new WorldSettings(60, 50, 900, 3));

  private WorldWriter.Written write(Set<Kind> kinds, boolean rated) throws IOException {
    return new WorldWriter(world, kinds, rated).write(folder, done -> {});
  }

  private List<String> rows() throws IOException {
    return Files.readAllLines(folder.resolve("ratings.csv"));
  }

  /// Returns what Eddy reads in the file, none of it refused.
  private List<String> read() throws DataFileException {
    Tally tally = new Tally();
    List<String> read = new ArrayList<>();
    RatingFile.open(folder.resolve("ratings.csv"))
        .read(
            SCALE.rules(),
            row -> {
              tally.add(row);
              return row.event() instanceof UserEvent event && read.add(told(event));
            });
    assertThat(tally.refused()).as(tally.told()).isZero();
    return read;
  }

  /// Returns all that a file can tell of an event.
  private static String told(UserEvent event) {
    return "%s %s %s %s %s %d"
        .formatted(
            event.userId(),
            event.itemId(),
            event instanceof Rating rating ? rating.rating() : "",
            event.kind(),
            event.value(),
            event.timestampMs() / 1000);
  }

  private List<String> played(boolean rated) {
    List<String> played = new ArrayList<>();
    world.play(
        ALL, (event, expected) -> (event instanceof Rating && !rated) || played.add(told(event)));
    return played;
  }

  @Test
  void shouldWriteRatingsAloneWithoutColumnsOfKinds() throws IOException {
    List<String> expected = new ArrayList<>(List.of("userId,itemId,rating,timestamp"));
    world.play(
        (rating, best) ->
            expected.add(
                String.format(
                    Locale.ROOT,
                    "%s,%s,%.1f,%d",
                    rating.userId(),
                    rating.itemId(),
                    rating.rating().orElseThrow(),
                    rating.timestampMs() / 1000)));
    WorldWriter.Written written = write(Set.of(), true);
    assertThat(rows()).isEqualTo(expected);
    assertThat(written.events()).isEmpty();
    assertThat(written.noiseFloor()).hasValueCloseTo(world.noiseFloor(), within(1e-12));
  }

  @Test
  void shouldWriteRatingsAndKindsThatAreReadBack() throws Exception {
    WorldWriter.Written written = write(ALL, true);
    assertThat(rows().getFirst()).isEqualTo("userId,itemId,rating,kind,value,timestamp");
    assertThat(read()).isEqualTo(played(true));
    assertThat(written.noiseFloor()).hasValueCloseTo(world.noiseFloor(), within(1e-12));
    assertThat(written.events().keySet())
        .containsExactly("view", "click", "play", "purchase", "skip");
    assertThat(written.events().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(rows().size() - 1 - 900);
  }

  @Test
  void shouldWriteKindsAloneThatAreReadBack() throws Exception {
    WorldWriter.Written written = write(ALL, false);
    assertThat(rows().getFirst()).isEqualTo("userId,itemId,rating,kind,value,timestamp");
    assertThat(read()).isEqualTo(played(false));
    assertThat(written.noiseFloor()).isEmpty();
  }
}
