package dev.eddy.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written follows the published schemas, and what breaks a schema is rejected.
class SchemaTest {

  private static final Exposure LIKELY =
      new Exposure("r", "u", List.of("a", "b"), List.of(0.25, Double.NaN), "model", "v", 2, 3, 17);

  private static Schema schema(String name) throws IOException {
    try (InputStream in = SchemaTest.class.getResourceAsStream("/schema/" + name)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  private static List<?> problems(String schema, byte[] json) throws IOException {
    return schema(schema).validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON);
  }

  @Test
  void shouldWriteWhatTheSchemasAllow() throws IOException {
    assertThat(problems("rating.schema.json", EventWriter.write(Rating.of("u", "i", 4.5, 1))))
        .isEmpty();
    assertThat(problems("rating.schema.json", EventWriter.write(Rating.withdrawal("u", "i", 1))))
        .isEmpty();
    CatalogItem item =
        new CatalogItem("i", "A Title", List.of("Drama"), 1999, List.of("dark"), true);
    assertThat(problems("item.schema.json", EventWriter.write(item))).isEmpty();
    UserAttributes user = new UserAttributes("u", Map.of("age", "33", "gender", "F"));
    assertThat(problems("user.schema.json", EventWriter.write(user))).isEmpty();
    assertThat(problems("user.schema.json", "{\"age\":3}".getBytes(StandardCharsets.UTF_8)))
        .isNotEmpty();
    Exposure exposure = new Exposure("r", "u", List.of("a", "b"), "model", "", 3, 17);
    assertThat(problems("exposure.schema.json", EventWriter.write(exposure))).isEmpty();
    assertThat(problems("exposure.schema.json", EventWriter.write(LIKELY))).isEmpty();
  }

  @Test
  void shouldReadBackWhatIsWritten() throws InvalidEventException {
    CatalogItem item =
        new CatalogItem("i", "A Title", List.of("Drama"), 1999, List.of("dark"), true);
    assertThat(TreeReader.readItem(EventWriter.write(item))).isEqualTo(item);
    UserAttributes user = new UserAttributes("u", Map.of("age", "33", "gender", "F"));
    assertThat(TreeReader.readUser(EventWriter.write(user))).isEqualTo(user);
    Exposure exposure = new Exposure("r", "u", List.of("a", "b"), "model", "v", 3, 17);
    assertThat(TreeReader.readExposure(EventWriter.write(exposure))).isEqualTo(exposure);
    assertThat(TreeReader.readExposure(EventWriter.write(LIKELY))).isEqualTo(LIKELY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[0.5]", "[0.5,0]", "[0.5,1.01]", "[0.5,\"0.5\"]", "[0.5,0.5,0.5]", "0.5"})
  void shouldRefusePropensitiesThatAreNone(String propensities) {
    byte[] json =
        "{\"requestId\":\"r\",\"userId\":\"u\",\"items\":[\"a\",\"b\"],\"propensities\":%s,\"timestamp\":17}"
            .formatted(propensities)
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TreeReader.readExposure(json))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("propensities");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2147483648", "1.5", "\"x\""})
  void shouldRefuseAGenerationThatIsNone(String generation) {
    byte[] json =
        "{\"requestId\":\"r\",\"userId\":\"u\",\"items\":[\"a\"],\"generation\":%s,\"timestamp\":17}"
            .formatted(generation)
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TreeReader.readExposure(json))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("generation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"userId\":\"u\",\"itemId\":\"\",\"rating\":1,\"timestamp\":1}",
        "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":\"x\",\"timestamp\":1}",
        "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":1,\"timestamp\":-1}",
        "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":1,\"timestamp\":1,\"weight\":11}"
      })
  void shouldRejectWhatBreaksTheRatingSchema(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThat(problems("rating.schema.json", bytes)).isNotEmpty();
    RatingReader reader =
        new RatingReader(EventSettings.forScale(0.5, 5), java.time.Clock.systemUTC());
    assertThat(reader.readValue(bytes)).isInstanceOf(Rejection.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"itemId\":\"\"}",
        "{\"itemId\":\"i\",\"genres\":\"Drama\"}",
        "{\"itemId\":\"i\",\"year\":\"old\"}",
        "{\"itemId\":\"i\",\"hidden\":1}",
        "nonsense"
      })
  void shouldRefuseBadCatalogEntries(String json) {
    assertThatThrownBy(() -> TreeReader.readItem(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidEventException.class);
  }
}
