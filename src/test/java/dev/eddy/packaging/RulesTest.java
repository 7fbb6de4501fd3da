package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.fixture.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The rules of `deploy/prometheus`, by Prometheus's own tool, and the runbook that they link to.
class RulesTest {

  private static final Path FOLDER = Path.of("deploy/prometheus");
  private static final Path RULES = FOLDER.resolve("eddy-rules.yaml");
  private static final Path CASES = FOLDER.resolve("eddy-rules-test.yaml");

  @Test
  void shouldFireWhereItMustAndNowhereElse() throws Exception {
    promtool("check", "rules", RULES.toString());
    promtool("test", "rules", CASES.toString());
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    Programs.assume("promtool", "prometheus");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Programs.run(command.toArray(String[]::new));
  }

  private static List<String> alerts() throws IOException {
    List<String> alerts = new ArrayList<>();
    Matcher names = Pattern.compile("- alert: (\\w+)").matcher(Files.readString(RULES));
    while (names.find()) {
      alerts.add(names.group(1));
    }
    return alerts;
  }

  @Test
  void shouldHaveACaseAndAPageOfTheRunbookForEachAlert() throws IOException {
    String rules = Files.readString(RULES);
    String cases = Files.readString(CASES);
    String runbook = Files.readString(Path.of("docs/runbook.md"));
    assertThat(alerts()).hasSizeGreaterThan(9);
    for (String alert : alerts()) {
      assertThat(cases).contains("alertname: " + alert);
      assertThat(rules)
          .contains("runbook_url: docs/runbook.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
      assertThat(runbook).contains("\n## " + alert + "\n");
    }
    assertThat(Pattern.compile("\n## ").matcher(runbook).results().count())
        .as("pages without an alert")
        .isEqualTo(alerts().size());
  }
}
