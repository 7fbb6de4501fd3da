package dev.eddy.app.command;

import static dev.eddy.app.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {

  private static final String[] SMALL = {
    "simulate", "--rounds", "40", "--users", "150", "--items", "120", "--seed", "7"
  };

  @TempDir Path folder;

  private static CommandRun simulate(String... options) {
    List<String> arguments = new ArrayList<>(List.of(SMALL));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private static JsonNode json(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("--json");
    CommandRun ran = simulate(arguments.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return new JsonMapper().readTree(ran.out().lines().toList().getLast());
  }

  @Test
  void shouldSayWhatItPlayedAndWhatTheMonitorsSaid() throws IOException {
    JsonNode report = json("--scenario", "attack", "--brake", "exploration=0.1");
    assertThat(report.get("scenario").textValue()).isEqualTo("attack");
    assertThat(report.get("onset").intValue()).isEqualTo(16);
    assertThat(report.get("brakes").get("exploration").doubleValue()).isEqualTo(0.1);
    assertThat(report.get("target").textValue()).isNotEmpty();
    assertThat(report.get("target_share_after").doubleValue())
        .isGreaterThan(report.get("target_share_before").doubleValue());
    assertThat(report.get("monitors").get("active-share").get("after").doubleValue()).isPositive();
    assertThat(report.get("governor").get("mode").textValue()).isEqualTo("off");
    assertThat(report.get("governor").get("steps")).isEmpty();
  }

  @Test
  void shouldLetAGovernorMoveBrakesWithinTheLimits() throws IOException {
    JsonNode governor =
        json(
                "--scenario=loop",
                "--governor=act",
                "--set=drift.governor-limits=exploration=0.2",
                "--set=drift.governor-step=0.5")
            .get("governor");
    assertThat(governor.get("mode").textValue()).isEqualTo("act");
    JsonNode first = governor.get("steps").get(0);
    assertThat(first.get("kind").textValue()).isEqualTo("tightened");
    assertThat(first.get("brake").textValue()).isEqualTo("exploration");
    assertThat(first.get("to").doubleValue()).isEqualTo(0.1);
    assertThat(first.get("round").intValue()).isGreaterThanOrEqualTo(16);
    assertThat(governor.get("steps").findValues("to")).allMatch(to -> to.doubleValue() <= 0.2);
  }

  @Test
  void shouldOnlyProposeWhatItMayNotMove() throws IOException {
    JsonNode steps = json("--scenario=loop", "--governor=advise").get("governor").get("steps");
    assertThat(steps).isNotEmpty();
    assertThat(steps.findValuesAsText("kind")).containsOnly("proposed");
  }

  @Test
  void shouldPrintATableAndWriteAPage() throws IOException {
    Path page = folder.resolve("loop.html");
    CommandRun ran =
        simulate("--scenario", "loop", "--governor", "act", "--report", page.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("loop, 40 rounds, from round 16 on; 150 users, 120 items, seed 7\n")
        .contains("loop-closure", "governor: tightened exploration from 0.0 to ");
    assertThat(Files.readString(page)).contains("Governor: act.", "<h2>The governor</h2>");
  }

  @ParameterizedTest
  @CsvSource({
    "--scenario=lop, did you mean loop?",
    "--brake=exploration, NAME=VALUE",
    "--rounds=3, 'rounds is 3, but must be between 40 and 1000'",
    "--loop=maybe, maybe",
    "--governor=acts, acts",
    "--set=drift.governor-limits=exploration=2, at most 0.5"
  })
  void shouldSayWhatIsWrong(String option, String reason) {
    CommandRun ran = run("simulate", option);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(reason);
  }

  @Test
  void shouldNotGovernWithoutAControlGroup() {
    CommandRun ran = simulate("--governor=act", "--control-share=0");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("needs a control group");
  }

  @Test
  void shouldSayThatThePageCannotBeWritten() {
    CommandRun ran = simulate("--report", folder.resolve("none/loop.html").toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("cannot write the page");
  }
}
