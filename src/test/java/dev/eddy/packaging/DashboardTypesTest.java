package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.fixture.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboards have the types that Grafana publishes for them, by the TypeScript compiler. Needs
/// Debian's `npm`, and its registry once.
class DashboardTypesTest {

  private static final Path CHECK = Path.of("src/test/grafana");
  private static final Path DASHBOARDS = Path.of("deploy/grafana/dashboards");

  @TempDir static Path folder;

  /// What a program wrote and how it ended.
  private record Ended(int code, String output) {}

  @BeforeAll
  static void install() throws Exception {
    Programs.assume("npm", "npm");
    try (Stream<Path> files = Files.list(CHECK)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Ended installed = run("npm", "ci");
    Assumptions.assumeTrue(
        installed.code == 0
            || !installed.output.matches(
                "(?s).*(ENOTFOUND|ECONN|EAI_AGAIN|TIMEOUT|TIMEDOUT|UNREACH|CERT|E403|E50).*"),
        "npm reaches no registry: the dashboards are not held against Grafana's types");
    assertThat(installed.code).as(installed.output).isZero();
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.onExit().orTimeout(3, TimeUnit.MINUTES).exceptionally(e -> process.destroyForcibly());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static Ended check(List<Path> files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "check.mjs"));
    files.forEach(file -> command.add(file.toAbsolutePath().toString()));
    return run(command.toArray(String[]::new));
  }

  @Test
  void shouldHaveGrafanasTypes() throws Exception {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      Ended checked = check(files.sorted().toList());
      assertThat(checked.code).as(checked.output).isZero();
    }
  }

  @Test
  void shouldFindWhatGrafanaWouldNotTake() throws Exception {
    String good = Files.readString(DASHBOARDS.resolve("eddy-overview.json"));
    Path bad = folder.resolve("bad.json");
    for (String[] change :
        List.of(
            new String[] {"\"w\": 6", "\"w\": \"6\""},
            new String[] {"\"graphMode\": \"area\"", "\"graphMode\": \"bars\""},
            new String[] {"\"gridPos\"", "\"grid\""})) {
      assertThat(good).contains(change[0]);
      Files.writeString(bad, good.replace(change[0], change[1]));
      Ended checked = check(List.of(bad));
      assertThat(checked.code).as(change[1]).isNotZero();
      assertThat(checked.output).contains("checked/bad.ts");
    }
  }
}
