package dev.eddy.serve.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.serve.FakeApi;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Narration;
import dev.eddy.serve.backend.TwoTastes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators ask and set, in a world of two tastes.
class OperationEndpointsTest {

  private static FakeBackend backend;
  private static FakeApi api;

  @BeforeAll
  static void start() throws IOException {
    backend = TwoTastes.learned();
    api = new FakeApi(backend);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void forgetWhatWasWritten() {
    backend.written.clear();
    backend.narration = null;
    backend.whenModelIsAsked = () -> {};
  }

  @Test
  void shouldTellWhatIsPlayedWhereAnythingIs() throws IOException {
    assertThat(api.get("/v1/drift").has("narration")).as("in production").isFalse();
    backend.narration =
        new Narration(
            "enthusiasts",
            1,
            40,
            List.of(new Narration.Step("A calm world", "People visit.", "The curve.", "Wait.")),
            0,
            "u1 was shown 10 items.",
            new Narration.Curve(
                "Drama", List.of(0.25), List.of(new Narration.Mark(0, "enthusiasts"))));
    JsonNode told = api.get("/v1/drift").get("narration");
    assertThat(told.get("title").asText()).isEqualTo("enthusiasts");
    assertThat(told.get("steps").get(told.get("step").asInt()).get("next").asText())
        .isEqualTo("Wait.");
    assertThat(told.get("curve").get("values").get(0).asDouble()).isEqualTo(0.25);
    assertThat(told.get("curve").get("marks").get(0).get("what").asText()).isEqualTo("enthusiasts");
  }

  @Test
  void shouldGiveOutWhatIsLearnedOfTheItems() throws IOException {
    List<String> lines =
        api.send(new FakeCall("GET", "/v1/admin/snapshots")).text().lines().toList();
    JsonNode head = new JsonMapper().readTree(lines.getFirst());
    assertThat(head.get("items").asInt()).isEqualTo(TwoTastes.ITEMS).isEqualTo(lines.size() - 1);
    Set<String> seen = new TreeSet<>();
    for (String line : lines.subList(1, lines.size())) {
      JsonNode item = new JsonMapper().readTree(line);
      String itemId = item.get("itemId").asText();
      assertThat(seen.add(itemId)).isTrue();
      assertThat(item.get("vector")).hasSize(backend.model().scanLength());
      assertThat(item.get("ratings").asInt())
          .isEqualTo(api.get("/v1/items/" + itemId).get("ratings").asInt());
    }
  }

  @Test
  void shouldWriteTheItemsForOneCallerAtATime() {
    List<Integer> meanwhile = new ArrayList<>();
    FakeCall call = new FakeCall("GET", "/v1/admin/snapshots");
    backend.whenModelIsAsked =
        () -> {
          backend.whenModelIsAsked = () -> {};
          meanwhile.add(api.send(call).status());
        };
    assertThat(api.send(call).status()).isEqualTo(200);
    assertThat(meanwhile).containsExactly(409);
    assertThat(api.send(call).status()).as("the turn is free again").isEqualTo(200);
  }

  @Test
  void shouldBeginSnapshotsAndTellHowFarTheyAre() {
    FakeResponse begun = api.send(new FakeCall("POST", "/v1/admin/snapshots").json("{}"));
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.json().get("state").asText()).isEqualTo("running");
    assertThat(begun.json().has("step")).isFalse();
    assertThat(backend.written).containsExactly("start snapshot");
    JsonNode state = api.get("/v1/admin/snapshots/1");
    assertThat(state.get("state").asText()).isEqualTo("failed");
    assertThat(state.get("problem").asText()).isEqualTo("full");
    assertThat(state.get("total").asInt()).isEqualTo(7);
    assertThat(api.refused(404, new FakeCall("GET", "/v1/admin/snapshots/2")))
        .contains("no snapshot 2");
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, a=1, 415",
    "text/plain, {}, 415",
    "application/json, '', 400",
    "application/json, [], 400",
    "application/json, '{\"dir\":\"x\"}', 400"
  })
  void shouldBeginNoSnapshotForAFormOfAnotherSite(String type, String body, int status) {
    api.refused(status, new FakeCall("POST", "/v1/admin/snapshots").body(type, body));
    api.refused(415, new FakeCall("POST", "/v1/admin/snapshots"));
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldDescribeTheModel() {
    JsonNode model = api.get("/v1/model");
    assertThat(model.get("model").asText()).isEqualTo("dot");
    assertThat(model.get("users").asInt()).isEqualTo(TwoTastes.USERS);
    assertThat(model.at("/layers/1/shape/0").asInt()).isEqualTo(TwoTastes.ITEMS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 409 | here",
        "3 | 404 | generation 3",
        "x | 400 | whole number",
        "-1 | 400 | between 1 and"
      })
  void shouldDeleteNoGenerationThatIsLearnedOrUnknown(String generation, int status, String says) {
    assertThat(api.refused(status, new FakeCall("DELETE", "/v1/admin/models/" + generation)))
        .contains(says);
    assertThat(backend.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"exploration\":0.6} | exploration must be a number between 0.0 and 0.5",
        "{\"explore\":0.1} | did you mean exploration",
        "{\"popularityDiscount\":-1} | popularityDiscount must be",
        "{\"thompson\":\"high\"} | thompson must be"
      })
  void shouldRefuseBrakesThatAreNone(String body, String says) {
    JsonNode before = api.get("/v1/admin/brakes");
    assertThat(api.refused(400, new FakeCall("PUT", "/v1/admin/brakes").json(body))).contains(says);
    assertThat(api.get("/v1/admin/brakes")).isEqualTo(before);
  }
}
