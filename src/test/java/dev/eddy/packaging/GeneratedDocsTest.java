package dev.eddy.packaging;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.app.command.TopologyCommand;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.SettingsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents that are made from the code, and documents that name parts of it.
class GeneratedDocsTest {

  @Test
  void shouldHaveAFreshTopologyPage() throws IOException {
    String now =
        TopologyCommand.describe(new SettingsLoader(Map.of()).load(Map.of(), null, Map.of()));
    assertThat(Files.readString(Path.of("docs/topology.txt")))
        .as("stale; make it anew with: target/eddy/bin/eddy topology > docs/topology.txt")
        .isEqualTo(now);
  }

  @Test
  void shouldHaveAFreshConfigurationPage() throws IOException {
    assertThat(Files.readString(Path.of("docs/configuration.md")))
        .as(
            "stale; make it anew with: target/eddy/bin/eddy config --markdown >"
                + " docs/configuration.md")
        .isEqualTo(SettingsReference.load().toMarkdown());
  }

  @Test
  void shouldHaveAFreshPageOfTheChart() throws IOException {
    String now = ChartReadme.generate();
    Path fresh = Path.of("target/chart-README.md");
    Files.writeString(fresh, now);
    assertThat(Files.readString(Chart.FOLDER.resolve("README.md")))
        .as("stale; the fresh one: cp %s helm/eddy/README.md", fresh)
        .isEqualTo(now);
  }

  @Test
  void shouldNameOnlyTypesThatExist() throws IOException {
    Matcher named =
        Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)\\.([A-Z]\\w+)`")
            .matcher(Files.readString(Path.of("docs/architecture.md")));
    int found = 0;
    while (named.find()) {
      found++;
      String folder = named.group(1).replace('.', '/');
      assertThat(Path.of("src/main/java/dev/eddy", folder, named.group(2) + ".java")).exists();
    }
    assertThat(found).isGreaterThan(15);
  }

  /// The map of the packages says of each what its `package-info.java` says first.
  @Test
  void shouldMapEveryPackage() throws IOException {
    String page = Files.readString(Path.of("docs/architecture.md"));
    Path sources = Path.of("src/main/java/dev/eddy");
    try (Stream<Path> files = Files.walk(sources)) {
      assertThat(files.filter(file -> file.endsWith("package-info.java")))
          .isNotEmpty()
          .allSatisfy(
              file -> {
                String name = sources.relativize(file.getParent()).toString().replace('/', '.');
                assertThat(page).contains("| `%s` | %s |\n".formatted(name, firstSentence(file)));
              });
    }
  }

  private static String firstSentence(Path packageInfo) throws IOException {
    String paragraph =
        Files.readString(packageInfo)
            .lines()
            .takeWhile(line -> line.startsWith("/// "))
            .map(line -> line.substring("/// ".length()).strip())
            .collect(joining(" "));
    return paragraph.replaceAll("(?<=\\.) .*", "").replaceAll("\\[dev\\.eddy\\.([\\w.]+)]", "`$1`");
  }

  /// Tables and code are as wide as they have to be.
  @Test
  void shouldKeepProseWithin120Columns() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      Stream<Path> all =
          Stream.concat(files, Stream.of(Path.of("README.md"), Path.of(".github/CONTRIBUTING.md")));
      assertThat(all.filter(file -> file.toString().endsWith(".md")))
          .allSatisfy(
              file ->
                  assertThat(prose(file)).allMatch(line -> line.length() <= 120, "120 columns"));
    }
  }

  private static List<String> prose(Path file) throws IOException {
    List<String> prose = new ArrayList<>();
    boolean inCode = false;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("```")) {
        inCode = !inCode;
      } else if (!inCode && !line.startsWith("|")) {
        prose.add(line);
      }
    }
    return prose;
  }
}
