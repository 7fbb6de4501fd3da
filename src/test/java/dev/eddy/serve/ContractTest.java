package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.fixture.OpenApi;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.FakeChallenger;
import dev.eddy.serve.backend.TwoTastes;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation of `openapi.yaml`: the limits of its parameters, the bodies that it takes and
/// refuses, the shapes of its answers.
class ContractTest {

  private static FakeApi api;

  @BeforeAll
  static void start() throws IOException {
    FakeBackend backend = TwoTastes.learned();
    backend.challenger = new FakeChallenger();
    api = new FakeApi(backend);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<OpenApi.Operation> operations() throws IOException {
    return new OpenApi().operations().stream();
  }

  static Stream<OpenApi.Operation> operationsWithBodies() throws IOException {
    return operations().filter(operation -> operation.node().has("requestBody"));
  }

  @Test
  void shouldBeWrittenWithoutMistakes() {
    SwaggerParseResult parsed =
        new OpenAPIV3Parser().readLocation(OpenApi.FILE.toString(), null, new ParseOptions());
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(25);
  }

  @Test
  void shouldNameWhatIsServedAndNothingElse() throws IOException {
    Set<String> named = new TreeSet<>();
    operations()
        .filter(operation -> !operation.isByQuery())
        .forEach(operation -> named.add(operation.toString()));
    assertThat(api.served()).isEqualTo(named);
    assertThat(api.send(new FakeCall("GET", "/openapi.yaml")).text())
        .isEqualTo(Files.readString(OpenApi.FILE));
  }

  private static List<JsonNode> queryParameters(OpenApi.Operation operation) {
    return api.document().parameters(operation).stream()
        .filter(parameter -> parameter.get("in").asText().equals("query"))
        .toList();
  }

  private static String with(String target, String name, String value) {
    return target
        + (target.contains("?") ? "&" : "?")
        + name
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2C", ",");
  }

  /// Takes a required parameter out again that is about to be set.
  private static String without(String target, String name) {
    return target.replaceFirst("([?&])" + name + "=m1&?", "$1").replaceFirst("[?&]$", "");
  }

  /// Values that the schema of a parameter allows, and such that it does not.
  private static void valuesOf(JsonNode schema, List<String> good, List<String> bad) {
    JsonNode type = api.document().resolved(schema);
    if (type.has("enum")) {
      type.get("enum").forEach(value -> good.add(value.asText()));
      bad.add("something-else");
      return;
    }
    switch (type.get("type").asText()) {
      case "integer" -> {
        bad.addAll(List.of("x", "1.5", ""));
        if (type.has("minimum")) {
          good.add(type.get("minimum").asText());
          bad.add(Long.toString(type.get("minimum").asLong() - 1));
        }
        if (type.has("maximum")) {
          good.add(type.get("maximum").asText());
          bad.add(Long.toString(type.get("maximum").asLong() + 1));
        }
      }
      case "number" -> {
        bad.addAll(List.of("x", "NaN", "1e9"));
        good.addAll(List.of(type.get("minimum").asText(), type.get("maximum").asText()));
      }
      case "boolean" -> {
        good.addAll(List.of("true", "false"));
        bad.add("maybe");
      }
      case "array" -> {
        if (type.has("maxItems") && type.get("maxItems").asInt() <= 1000) {
          bad.add("m,".repeat(type.get("maxItems").asInt() + 1));
        }
        if (type.path("items").has("pattern")) {
          good.addAll(List.of("1994", "1990-1999", "2000-", "-1950", "1990,1999-2001"));
          bad.addAll(List.of("x", "-", "19945"));
        } else {
          good.addAll(List.of("a", "a,b", "Comedy"));
        }
      }
      default -> {}
    }
  }

  private static FakeCall call(OpenApi.Operation operation, String target) {
    FakeCall call = new FakeCall(operation.method(), target);
    String body = api.document().body(operation);
    return body == null ? call : call.json(body);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldTakeTheParametersThatTheDocumentNames(OpenApi.Operation operation) {
    String target = api.document().target(operation);
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : queryParameters(operation)) {
      String name = parameter.get("name").asText();
      names.add(name);
      List<String> good = new ArrayList<>();
      List<String> bad = new ArrayList<>();
      valuesOf(parameter.get("schema"), good, bad);
      for (String value : bad) {
        FakeResponse refused = api.send(call(operation, with(without(target, name), name, value)));
        assertThat(refused.status()).as(name + "=" + value + refused.text()).isEqualTo(400);
        assertThat(refused.json().path("parameter").asText()).isEqualTo(name);
      }
      for (String value : good) {
        if (!parameter.path("required").asBoolean()) {
          FakeResponse taken = api.send(call(operation, with(target, name, value)));
          assertThat(taken.status()).as(name + "=" + value + taken.text()).isBetween(200, 202);
        }
      }
    }
    assertThat(api.refused(400, call(operation, with(target, "unknown", "1"))))
        .endsWith(names.isEmpty() ? "no parameters" : "Allowed are " + String.join(", ", names));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldAnswerInTheShapeThatTheDocumentNames(OpenApi.Operation operation) {
    if (operation.path().equals("/v1/events")) {
      return; // no answer of one piece
    }
    FakeResponse answer = api.send(call(operation, api.document().target(operation)));
    assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
  }

  @ParameterizedTest
  @MethodSource("operationsWithBodies")
  void shouldRefuseBodiesThatAreNotAsTheDocumentSays(OpenApi.Operation operation) {
    String method = operation.method();
    String target = api.document().target(operation);
    String known = api.document().body(operation);
    for (String text : List.of("", "{\"half", "[1]", "\"text\"")) {
      api.refused(400, new FakeCall(method, target).json(text));
    }
    api.refused(415, new FakeCall(method, target).body("application/xml", "<a/>"));
    api.refused(415, new FakeCall(method, target).body("application/x-www-form-urlencoded", known));
    api.refused(
        400,
        new FakeCall(method, target)
            .body(
                "application/json",
                "{\"userId\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1)));
    JsonNode schema =
        api.document()
            .resolved(operation.node().at("/requestBody/content/application~1json/schema"));
    if (schema.path("additionalProperties").isBoolean()
        && !schema.get("additionalProperties").asBoolean()) {
      String more = known.replaceFirst("\\{", "{\"colour\":\"red\",").replace(",}", "}");
      assertThat(api.refused(400, new FakeCall(method, target).json(more))).contains("colour");
    }
    for (JsonNode required : schema.path("required")) {
      String without = known.replace("\"" + required.asText() + "\"", "\"gone\"");
      api.refused(400, new FakeCall(method, target).json(without));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldLetInWhoShowsATokenAlone(OpenApi.Operation operation) {
    FakeResponse response =
        api.answer(
            call(operation, api.document().target(operation)).with("Authorization", "Bearer no"));
    boolean isForEverybody = operation.node().get("security").isEmpty();
    assertThat(response.status() == 401).isNotEqualTo(isForEverybody);
    for (String status : List.of("401", "403")) {
      assertThat(operation.node().get("responses").has(status)).isNotEqualTo(isForEverybody);
    }
  }
}
