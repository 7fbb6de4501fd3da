package dev.eddy.serve.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.challenger.Promotion;
import dev.eddy.drift.VariantFacts;
import dev.eddy.drift.WindowFacts;
import dev.eddy.http.FakeCall;
import dev.eddy.serve.FakeApi;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.FakeChallenger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengerEndpointsTest {

  private final FakeBackend backend = new FakeBackend(new Random(7));
  private FakeApi api;

  private final FakeChallenger challenger = new FakeChallenger();

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi(backend);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static FakeCall promotion(String body) {
    return new FakeCall("POST", "/v1/admin/challenger/promote").json(body);
  }

  @Test
  void shouldStandBesideTheModelThatServes() {
    assertThat(api.get("/v1/accuracy").has("challenger")).isFalse();
    backend.challenger = challenger;
    JsonNode accuracy = api.get("/v1/accuracy");
    assertThat(accuracy.get("generation").asInt()).isEqualTo(1);
    JsonNode beside = accuracy.get("challenger");
    assertThat(beside.get("generation").asInt()).isEqualTo(2);
    assertThat(beside.at("/prequential/recentRmse").asDouble()).isEqualTo(0.8);
    assertThat(beside.at("/lists/n").asInt()).isZero();
    assertThat(beside.at("/paired/n").asInt()).isEqualTo(400);
    assertThat(beside.at("/paired/unpaired").asInt()).isEqualTo(7);
    double square = 4.5 * 4.5;
    assertThat(beside.at("/paired/mseDifference").asDouble()).isEqualTo(0.05 * square);
    assertThat(beside.at("/paired/low").asDouble()).isBetween(0.0, 0.05 * square);
    assertThat(beside.get("behind").asInt()).isEqualTo(3);
    assertThat(beside.get("promotable").asBoolean()).isTrue();
    assertThat(beside.has("hindrance")).isFalse();
  }

  private static VariantFacts facts(String variant, int generation, long lists, long taken) {
    return new VariantFacts(
        variant, generation, 7, lists, Map.of("exposure-gini", 0.5), lists, 2 * taken, taken);
  }

  private void show(VariantFacts... variants) {
    backend.drift.put(new WindowFacts(0, List.of(), 0, List.of(), List.of(), List.of(variants), 0));
  }

  @Test
  void shouldTellWhatCameOfTheListsOfBoth() {
    challenger.share = 0;
    backend.challenger = challenger;
    assertThat(api.get("/v1/accuracy").has("variants")).as("it serves nobody").isFalse();
    challenger.share = 0.25;
    JsonNode none = api.get("/v1/accuracy").get("variants");
    assertThat(none.get("share").asDouble()).isEqualTo(0.25);
    assertThat(none.at("/challenger/lists").asInt(-1)).isZero();
    assertThat(none.at("/challenger").has("takenPerList")).isFalse();
    assertThat(none.has("takenPerListDifference")).isFalse();
    show(
        facts("champion", 1, 100, 20),
        facts("challenger", 2, 50, 15),
        facts("challenger", 7, 0, 9)); // an experiment of long ago
    JsonNode variants = api.get("/v1/accuracy").get("variants");
    assertThat(variants.at("/champion/generation").asInt()).isEqualTo(1);
    assertThat(variants.at("/champion/takenPerList").asDouble()).isEqualTo(0.2);
    assertThat(variants.at("/challenger/lists").asInt()).isEqualTo(50);
    assertThat(variants.at("/challenger/taken").asInt()).isEqualTo(15);
    assertThat(variants.at("/challenger/takenOfChoices").asDouble()).isEqualTo(0.5);
    assertThat(variants.get("takenPerListDifference").asDouble()).isEqualTo(0.1);
    JsonNode drift = api.get("/v1/drift").get("variants");
    assertThat(drift).hasSize(2);
    assertThat(drift.at("/1/generation").asInt()).isEqualTo(2);
    assertThat(drift.at("/1/values/exposure-gini").asDouble()).isEqualTo(0.5);
  }

  @Test
  void shouldPromoteAndSayWho() {
    backend.challenger = challenger;
    JsonNode promotion = api.ok(promotion("{}"));
    assertThat(promotion.get("generation").asInt()).isEqualTo(2);
    assertThat(promotion.get("from").asInt()).isEqualTo(1);
    assertThat(promotion.get("who").asText()).isEqualTo("operator");
    assertThat(promotion.get("forced").asBoolean()).isFalse();
    challenger.hindrance = Optional.of("no better");
    assertThat(api.get("/v1/accuracy").at("/challenger/hindrance").asText()).isEqualTo("no better");
    assertThat(api.refused(409, promotion("{}"))).isEqualTo("no better");
    JsonNode forced = api.ok(promotion("{\"generation\":2,\"force\":true}"));
    assertThat(forced.get("forced").asBoolean()).isTrue();
  }

  @Test
  void shouldPromoteNothingTwice() {
    backend.challenger = challenger;
    JsonNode asItWas = api.ok(promotion("{\"generation\":1,\"force\":true}"));
    assertThat(asItWas.get("generation").asInt()).isEqualTo(1);
    assertThat(asItWas.get("who").asText()).isEqualTo("settings");
    challenger.latest = Optional.of(new Promotion(1, 2, "ann", 98, true));
    JsonNode again = api.ok(promotion("{\"generation\":1,\"force\":true}"));
    assertThat(again.get("who").asText()).as("who had promoted it").isEqualTo("ann");
  }

  @Test
  void shouldRefuseAnotherGenerationThanTheChallengers() {
    backend.challenger = challenger;
    assertThat(api.refused(409, promotion("{\"generation\":3}"))).contains("is generation 2");
    challenger.latest = Optional.of(new Promotion(2, 1, "ann", 98, true));
    assertThat(api.refused(409, promotion("{\"generation\":1}")))
        .as("it only serves here until the other one is ready")
        .contains("is generation 2");
  }

  @Test
  void shouldSayThatThereIsNoChallenger() {
    assertThat(api.refused(409, promotion("{}"))).contains("challenger.generation");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"force\":1} | true or false",
        "{\"forse\":true} | force",
        "[] | JSON object",
        "{\"force\":true} | generation is missing",
        "{\"generation\":0} | whole number from 1",
        "{\"generation\":\"2\"} | whole number from 1"
      })
  void shouldRefuseWhatItDoesNotUnderstand(String body, String says) {
    backend.challenger = challenger;
    assertThat(api.refused(400, promotion(body))).contains(says);
  }
}
