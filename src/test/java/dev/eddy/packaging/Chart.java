package dev.eddy.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/// The chart, rendered by Helm itself as the release `shop` in the namespace `discovery`.
record Chart(List<JsonNode> manifests) {

  static final Path FOLDER = Path.of("helm/eddy");

  private static final String KUBERNETES = "1.34.0";

  /// Renders the chart with one of the files of values in its folder `ci`; the pod of `helm test`,
  /// which Helm leaves out of a rendering as long as it is a hook, is among the manifests. What is
  /// looked up in the cluster is not there, as `helm template` has it; Helm's Java binding would
  /// ask a cluster.
  ///
  /// @param overrides values above the file's, by path
  /// @throws IllegalStateException with what Helm says, if it refuses
  static Chart rendered(String valuesFile, Map<String, Object> overrides) throws IOException {
    Path chart = withoutHooks(Files.createTempDirectory("eddy-chart"));
    var template =
        new Helm(chart)
            .template()
            .withName("shop")
            .withNamespace("discovery")
            .withKubeVersion(KUBERNETES)
            .withValuesFile(FOLDER.resolve("ci").resolve(valuesFile));
    overrides.forEach(template::set);
    try {
      return new Chart(documents(template.call()));
    } finally {
      Utils.delete(chart.toFile());
    }
  }

  private static Path withoutHooks(Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(FOLDER.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.writeString(
            to,
            Files.readString(file)
                .replaceAll("(?m)^ *helm\\.sh/hook.*\\R", "")
                .replace("lookup \"v1\" \"Secret\" .Release.Namespace $name", "dict"));
      }
    }
    return copy;
  }

  private static List<JsonNode> documents(String yaml) throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> all = mapper.readerFor(JsonNode.class).readValues(yaml)) {
      while (all.hasNext()) {
        JsonNode document = all.next();
        if (document.isObject()) { // a comment between two separators is an empty document
          documents.add(document);
        }
      }
    }
    return documents;
  }

  /// Returns the names of the files of values that the chart is tried with.
  static List<String> valuesFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  List<JsonNode> ofKind(String kind) {
    return manifests.stream().filter(m -> m.path("kind").asText().equals(kind)).toList();
  }

  JsonNode only(String kind) {
    List<JsonNode> found = ofKind(kind);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " manifests of kind " + kind);
    }
    return found.getFirst();
  }

  JsonNode container() {
    return only("StatefulSet").at("/spec/template/spec/containers/0");
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    container().get("args").forEach(argument -> arguments.add(argument.asText()));
    return arguments;
  }

  /// Returns the environment that a kubelet would give to the first pod.
  ///
  /// @param secrets what secrets hold that the chart does not make, by `name/key`
  Map<String, String> environment(Map<String, String> secrets) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode variable : container().get("env")) {
      JsonNode field = variable.at("/valueFrom/fieldRef/fieldPath");
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      String value;
      if (field.asText().equals("metadata.name")) {
        value = only("StatefulSet").at("/metadata/name").asText() + "-0";
      } else if (field.asText().equals("metadata.namespace")) {
        value = "discovery";
      } else if (secret.isObject()) {
        value = secret(secret.get("name").asText(), secret.get("key").asText(), secrets);
      } else {
        value = variable.get("value").asText();
        for (Map.Entry<String, String> earlier : environment.entrySet()) {
          value = value.replace("$(" + earlier.getKey() + ")", earlier.getValue());
        }
      }
      environment.put(variable.get("name").asText(), value);
    }
    return environment;
  }

  /// Returns what a secret holds that the chart makes; nothing of one that it does not make.
  Map<String, String> madeSecret(String name) {
    Map<String, String> made = new LinkedHashMap<>();
    for (JsonNode secret : ofKind("Secret")) {
      if (secret.at("/metadata/name").asText().equals(name)) {
        for (Map.Entry<String, JsonNode> entry : secret.get("data").properties()) {
          byte[] value = Base64.getDecoder().decode(entry.getValue().asText());
          made.put(entry.getKey(), new String(value, StandardCharsets.UTF_8));
        }
      }
    }
    return made;
  }

  private String secret(String name, String key, Map<String, String> secrets) {
    String made = madeSecret(name).get(key);
    if (made != null) {
      return made;
    }
    String value = secrets.get(name + "/" + key);
    if (value == null) {
      throw new AssertionError("nobody makes the secret " + name + " with the key " + key);
    }
    return value;
  }

  /// Returns the settings file that is mounted.
  String settingsFile() {
    return ofKind("ConfigMap").stream()
        .map(map -> map.at("/data/eddy.properties"))
        .filter(JsonNode::isTextual)
        .findFirst()
        .orElseThrow()
        .asText();
  }
}
