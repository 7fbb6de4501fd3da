package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bill of materials that the image brings, and the list of licences that is made of it.
class LicencesIT {

  private static final Path PAGE = Path.of("docs/licences.md");
  private static final Path FRESH = Path.of("target/licences.md");

  private static final Path IMAGE = Path.of(System.getProperty("eddy.image"));

  /// Returns the bill of materials of a place where jars lie.
  private static JsonNode billOfMaterials(String place) throws IOException {
    Path folder = place.equals("lib") ? IMAGE : IMAGE.resolve(place);
    return new JsonMapper().readTree(folder.resolve("sbom.json").toFile());
  }

  private static List<String> licences(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : component.path("licenses")) {
      JsonNode one = choice.path("license");
      licences.add(
          choice.has("expression")
              ? choice.get("expression").asText()
              : one.path("id").asText(one.path("name").asText()));
    }
    return licences;
  }

  private static String name(JsonNode component) {
    return component.get("group").asText() + ":" + component.get("name").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib", "lib/demo"})
  void shouldNameEveryLibrary(String place) throws IOException {
    List<String> jars = new ArrayList<>();
    for (JsonNode component : billOfMaterials(place).get("components")) {
      jars.add(component.get("name").asText() + "-" + component.get("version").asText() + ".jar");
    }
    try (var files = Files.list(IMAGE.resolve(place))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".jar") && !name.startsWith("eddy-"))
          .isNotEmpty()
          .allSatisfy(
              name ->
                  // a classifier may stand before the end
                  assertThat(jars)
                      .anyMatch(jar -> name.startsWith(jar.substring(0, jar.length() - 4))));
    }
  }

  @Test
  void shouldKeepTheBrokerOutOfProduction() throws IOException {
    try (var files = Files.list(IMAGE.resolve("lib"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("scala") || name.startsWith("kafka-server"));
    }
  }

  @Test
  void shouldListTheLicencesOfAllLibraries() throws IOException {
    String now =
        """
        # Licences

        What `target/eddy` holds besides Eddy (Apache-2.0) and the Java runtime (GPL-2.0 with the Classpath exception).
        Generated from the bills of materials (CycloneDX) that the build writes.

        ## What runs in production

        The folder `lib`, see `target/eddy/sbom.json`.

        """
            + table("lib")
            + """

            ## The demo's broker

            The folder `lib/demo`, see `target/eddy/lib/demo/sbom.json`. The container image leaves it out.

            """
            + table("lib/demo");
    Files.writeString(FRESH, now);
    assertThat(Files.readString(PAGE))
        .as("stale; the fresh one: cp %s %s", FRESH, PAGE)
        .isEqualTo(now);
  }

  /// Returns what a place holds; the bill of the broker names what it shares with production, too.
  private static List<JsonNode> components(String place) throws IOException {
    List<JsonNode> components = new ArrayList<>();
    billOfMaterials(place).get("components").forEach(components::add);
    if (!place.equals("lib")) {
      Set<String> production =
          components("lib").stream().map(LicencesIT::name).collect(Collectors.toSet());
      components.removeIf(component -> production.contains(name(component)));
    }
    return components;
  }

  private static String table(String place) throws IOException {
    TreeMap<String, String> rows = new TreeMap<>();
    for (JsonNode component : components(place)) {
      List<String> licences = licences(component);
      assertThat(licences).as(name(component)).isNotEmpty();
      assertThat(licences)
          .as(name(component) + " can be used under a licence that asks for nothing of ours")
          .anyMatch(licence -> !licence.startsWith("GPL") && !licence.startsWith("AGPL"));
      rows.put(
          name(component),
          "| `%s` | %s | %s |\n"
              .formatted(
                  name(component),
                  component.get("version").asText(),
                  String.join(" or ", licences).replace("|", "\\|")));
    }
    return "| library | version | licence |\n|---|---|---|\n" + String.join("", rows.values());
  }
}
