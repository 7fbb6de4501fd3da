package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.fixture.BuiltEddy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real data sets through the built image. They are not part of the project: `EDDY_DATA` names a
/// folder that holds them.
@Tag("thorough")
class DataSetIT {

  private static final int SMALL_RATINGS = 100_836;

  @TempDir Path folder;

  private static Path dataSet(String file) {
    String data = System.getenv("EDDY_DATA");
    Assumptions.assumeTrue(data != null, "EDDY_DATA is not set: no data set is replayed");
    Path path = Path.of(data, file);
    Assumptions.assumeTrue(Files.exists(path), "no " + path + ": it is not replayed");
    return path;
  }

  @Test
  void shouldLearnAllOfMovieLensSmallBetterThanAnAverage() throws Exception {
    Path ratings = dataSet("ml-latest-small/ratings.csv");
    JsonNode report =
        BuiltEddy.report(
            folder, "demo", "--ratings=" + ratings, "--port=0", "--exit-when-done", "--json");
    assertThat(report.get("accepted").asInt()).isEqualTo(SMALL_RATINGS);
    assertThat(report.get("user_count_sum").asInt()).isEqualTo(SMALL_RATINGS);
    assertThat(report.get("item_count_sum").asInt()).isEqualTo(SMALL_RATINGS);
    assertThat(report.get("rmse").asDouble()).isLessThan(0.90);
  }

  @Test
  void shouldReadASparseStreamOnAnotherScale() throws Exception {
    Path ratings = dataSet("movietweetings/snapshot-100K/ratings.dat");
    JsonNode report =
        BuiltEddy.report(
            folder, "demo", "--ratings=" + ratings, "--port=0", "--exit-when-done", "--json");
    long standing = report.get("accepted").asLong();
    assertThat(standing).isGreaterThan(90_000);
    assertThat(report.get("rejected").asLong()).isZero();
    assertThat(report.get("user_count_sum").asLong()).isEqualTo(standing);
    assertThat(report.get("item_count_sum").asLong()).isEqualTo(standing);
  }
}
