package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The bill of materials that the image brings, and the list of licences that is made of it.
class LicencesIT {

  private static final Path PAGE = Path.of("docs/licences.md");
  private static final Path FRESH = Path.of("target/licences.md");

  private static JsonNode billOfMaterials() throws IOException {
    return new JsonMapper()
        .readTree(Path.of(System.getProperty("eddy.image"), "sbom.json").toFile());
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

  @Test
  void shouldNameEveryLibraryOfTheImage() throws IOException {
    List<String> jars = new ArrayList<>();
    for (JsonNode component : billOfMaterials().get("components")) {
      jars.add(component.get("name").asText() + "-" + component.get("version").asText() + ".jar");
    }
    try (var files = Files.list(Path.of(System.getProperty("eddy.image"), "lib"))) {
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
  void shouldListTheLicencesOfAllLibraries() throws IOException {
    TreeMap<String, String> rows = new TreeMap<>();
    for (JsonNode component : billOfMaterials().get("components")) {
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
    String now =
        """
        # Licences

        What the image holds beside Eddy (Apache-2.0) and the Java runtime (GPL-2.0 with the Classpath exception). Generated
        from the bill of materials that the build writes, `target/eddy/sbom.json` (CycloneDX).

        | library | version | licence |
        |---|---|---|
        """
            + String.join("", rows.values());
    Files.writeString(FRESH, now);
    assertThat(Files.readString(PAGE))
        .as("stale; the fresh one: cp %s %s", FRESH, PAGE)
        .isEqualTo(now);
  }
}
