package dev.eddy.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.app.settings.UsageException;
import dev.eddy.lists.Brake;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.people.Scenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What a demo refuses before a broker starts, and what a scenario plays.
class DemoCommandTest {

  private static ScenarioOptions options(String... arguments) {
    return CommandLine.populateCommand(new ScenarioOptions(), arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--loop=yes | --loop is 'yes', but must be on or off",
        "--speed=-3 | --speed",
        "--rounds=50 | need --scenario",
        "--brake=exploration=0.1 | need --scenario",
        "--scenario=flood --loop=on | leave --loop out",
        "--scenario=flood --speed=5 | leave --speed out",
        "--scenario=flood --data=folder | leave --data out",
        "--scenario=flood --ratings=r.csv | leave --ratings out",
        "--scenario=flood --rounds=39 | --rounds is 39, but must be between 40 and 400",
        "--scenario=flood --round-seconds=61 | --round-seconds is 61, but must be between 1 and 60",
        "--scenario=flood --brake=exploration=2 | exploration is 2.0, but must be",
        "--scenario=flood --set=drift.control-share=0 | drift.governor=advise needs",
      })
  void shouldRefuseWhatDoesNotFit(String arguments, String why) {
    DemoCommand demo = CommandLine.populateCommand(new DemoCommand(), arguments.split(" ", -1));
    assertThatThrownBy(demo::call).isInstanceOf(UsageException.class).hasMessageContaining(why);
  }

  @Test
  void shouldSayWhichScenariosThereAre() {
    assertThatThrownBy(() -> options("--scenario=enthusiast").check(null))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--scenario: 'enthusiast' is not a scenario, did you mean enthusiasts? There are"
                + " honest, taste-change, flood, loop, enthusiasts, attack, boycott");
  }

  @Test
  void shouldPlayWhatIsAskedFor() {
    ScenarioOptions given =
        options(
            "--scenario=attack",
            "--rounds=50",
            "--round-seconds=2",
            "--seed=7",
            "--brake=exploration=0.1");
    given.check(null);
    LoopSettings played = given.loop(0.1);
    assertThat(played.scenario()).isEqualTo(Scenario.ATTACK);
    assertThat(played.rounds()).isEqualTo(50);
    assertThat(played.seed()).isEqualTo(7);
    assertThat(played.controlShare()).isEqualTo(0.1);
    assertThat(played.brakes().values()).containsExactly(Map.entry(Brake.EXPLORATION, 0.1));
    assertThat(given.roundMs()).isEqualTo(2_000);
  }

  @Test
  void shouldPlayThreeMinutesUnlessTold() {
    ScenarioOptions given = options("--scenario=enthusiasts");
    given.check(null);
    assertThat(given.loop(0.2).rounds() * given.roundMs()).isEqualTo(180_000);
    assertThat(given.defaults()).containsEntry("drift.governor", "advise");
    assertThat(options().isGiven()).isFalse();
    assertThat(List.of(options().roundMs(), given.roundMs())).containsOnly(3_000L);
  }
}
