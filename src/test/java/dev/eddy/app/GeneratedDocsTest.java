package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        Pattern.compile(
                "`(dev\\.eddy|kernel|event|factorization|eval|store|stream|http|serve|simulate|app)\\.([A-Z]\\w+)`")
            .matcher(Files.readString(Path.of("docs/architecture.md")));
    int found = 0;
    while (named.find()) {
      found++;
      assertThat(Path.of("src/main/java/dev/eddy", named.group(1), named.group(2) + ".java"))
          .exists();
    }
    assertThat(found).isGreaterThan(15);
  }
}
