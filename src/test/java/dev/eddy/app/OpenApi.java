package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The document `openapi.yaml`, and whether answers are as it says.
final class OpenApi {

  static final Path FILE = Path.of("src/main/resources/openapi.yaml");

  private final JsonNode document;
  private final Map<String, Schema> schemas = new HashMap<>();

  /// An operation of the document.
  ///
  /// @param method in capitals
  /// @param path with parameters in braces
  record Operation(String method, String path, JsonNode node) {

    @Override
    public String toString() {
      return method + " " + path;
    }

    /// Returns whether it is another operation with its ids in the query.
    boolean isByQuery() {
      return path.matches("/v1/(user|item)(/.*)?");
    }
  }

  OpenApi() throws IOException {
    document = Yaml.mapper().readTree(Files.readString(FILE));
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
      }
    }
    return operations;
  }

  /// Returns the operation that a target calls; a fixed path goes before one with parameters.
  Operation operation(String method, String target) {
    String path = target.split("\\?", 2)[0];
    Operation found = null;
    for (Operation operation : operations()) {
      String pattern = Pattern.quote(operation.path).replaceAll("\\{[a-z]+\\}", "\\\\E[^/]+\\\\Q");
      boolean fits = operation.method.equals(method) && path.matches(pattern);
      if (fits && (found == null || !operation.path.contains("{"))) {
        found = operation;
      }
    }
    assertThat(found).as("the operation of " + method + " " + path).isNotNull();
    return found;
  }

  List<JsonNode> parameters(Operation operation) {
    List<JsonNode> parameters = new ArrayList<>();
    for (JsonNode parameter : operation.node.path("parameters")) {
      parameters.add(resolved(parameter));
    }
    return parameters;
  }

  /// Follows a reference, if it is one.
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  /// Asserts that the status of an answer is one of the operation's, and its body as it says.
  void check(Operation operation, HttpResponse<String> response) throws IOException {
    String what = operation + " " + response.uri() + " gave " + response.body();
    JsonNode documented = operation.node.path("responses").path("" + response.statusCode());
    assertThat(documented.isMissingNode())
        .as(what + "\nstatus %d is documented", response.statusCode())
        .isFalse();
    JsonNode content = resolved(documented).path("content");
    String type = response.headers().firstValue("content-type").orElse("").split(";", 2)[0].strip();
    assertThat(content.has(type)).as(what + "\ntype %s is documented", type).isTrue();
    if (type.endsWith("json") && !type.endsWith("ndjson")) {
      assertThat(
              schema(content.get(type).get("schema")).validate(response.body(), InputFormat.JSON))
          .as(what)
          .isEmpty();
    }
  }

  /// Returns a schema of the document on its own feet.
  Schema schema(JsonNode node) {
    return schemas.computeIfAbsent(
        node.toString(),
        text -> {
          ObjectNode whole = JsonNodeFactory.instance.objectNode();
          whole.putArray("allOf").add(node);
          whole.set("components", document.get("components"));
          return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(whole.toString(), InputFormat.JSON);
        });
  }
}
