package dev.eddy.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.lists.Brake;
import dev.eddy.serve.limit.LimitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir Path folder;

  private static Settings load(Map<String, String> overrides) {
    return new SettingsLoader(Map.of()).load(Map.of(), null, overrides);
  }

  @Test
  void shouldShipTheDefaultsOfTheLibrary() {
    assertThat(load(Map.of()).learning()).isEqualTo(LearningSettings.forScale(0.5, 5));
    assertThat(load(Map.of()).serve().limits()).isEqualTo(LimitSettings.DEFAULT);
  }

  @Test
  void shouldRefuseAVariableThatIsNoSetting() {
    assertThatThrownBy(
            () -> new SettingsLoader(Map.of("EDDY_SERVE_PROT", "1")).load(Map.of(), null, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("EDDY_SERVE_PROT")
        .hasMessageContaining("EDDY_SERVE_PORT");
    Map<String, String> others = Map.of("EDDY_JAVA_OPTS", "-Xmx2g", "EDDY_LOG_LEVEL", "DEBUG");
    assertThat(new SettingsLoader(others).load(Map.of(), null, Map.of()).serve().port())
        .isEqualTo(8080);
  }

  @Test
  void shouldLetTheEnvironmentOverrideTheFileAndTheCommandLineBoth() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("eddy.properties"),
            "learning.factors=8\nlearning.seed=8\nserve.port=1\nkafka.security.protocol=SSL\n");
    Settings settings =
        new SettingsLoader(
                Map.of(
                    "EDDY_LEARNING_SEED", "9",
                    "EDDY_SERVE_PORT", "2",
                    "EDDY_KAFKA_CLIENT_ID", "me",
                    "EDDY_STREAM_NAMESPACE", "prod."))
            .load(
                Map.of("stream.partitions", "1", "learning.seed", "5"),
                file,
                Map.of("serve.port", "3", "kernel.choice", "Scalar"));
    assertThat(settings.stream().partitions()).isEqualTo(1);
    assertThat(settings.learning().factors()).isEqualTo(8);
    assertThat(settings.learning().seed()).isEqualTo(9);
    assertThat(settings.serve().port()).isEqualTo(3);
    assertThat(settings.kernel()).isEqualTo(KernelChoice.SCALAR);
    assertThat(settings.stream().names().ratings()).isEqualTo("prod.ratings");
    assertThat(settings.stream().kafka())
        .containsExactlyInAnyOrderEntriesOf(Map.of("security.protocol", "SSL", "client.id", "me"));
  }

  @Test
  void shouldLetAChallengerDifferByItsModel() {
    assertThat(load(Map.of()).challenger()).isEmpty();
    Map<String, String> set =
        Map.of(
            "learning.factors", "8",
            "learning.seed", "3",
            "challenger.generation", "2",
            "challenger.stream.threads", "1");
    Settings settings =
        new SettingsLoader(Map.of("EDDY_CHALLENGER_LEARNING_FACTORS", "12"))
            .load(Map.of(), null, set);
    ChallengerSettings challenger = settings.challenger().orElseThrow();
    assertThat(settings.learning().factors()).isEqualTo(8);
    assertThat(settings.stream().shadow()).isFalse();
    assertThat(challenger.settings().learning().factors()).isEqualTo(12);
    assertThat(challenger.settings().learning().seed()).isEqualTo(3);
    assertThat(challenger.settings().stream().threads()).isEqualTo(1);
    assertThat(challenger.settings().stream().names().generation()).isEqualTo(2);
    assertThat(challenger.settings().stream().shadow()).isTrue();
    assertThat(challenger.switchOver()).isEqualTo(ChallengerSettings.SwitchOver.BY_HAND);
    assertThat(settings.values()).containsEntry("challenger.learning.factors", "12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "challenger.generation | 1 | another one than stream.generation",
        "challenger.generation | -1 | must be 0 for none",
        "challenger.switch-over | soon | by-hand, caught-up, better",
        "challenger.max-behind | -1 | at least 0",
        "challenger.share | -0.1 | from 0, for nobody, to 0.5",
        "challenger.share | 0.51 | from 0, for nobody, to 0.5",
        "challenger.share | NaN | challenger.share is NaN",
        "challenger.learning.factors | -3 | of the challenger: ",
        "challenger.learning.factor | 3 | challenger.learning.factors",
        "challenger.serve.port | 3 | learning.*, and by stream.cache-bytes",
        "challenger.events.scale-max | 3 | learning.*, and by stream.cache-bytes",
        "challenger.learning.influence-cap | 3 | brakes act on all models",
        "challenger.learning.daily-cap | 3 | brakes act on all models",
        "challenger.serve.exploration | 0.1 | brakes act on all models"
      })
  void shouldRefuseAChallengerThatCannotBe(String key, String value, String says) {
    Map<String, String> set = new HashMap<>(Map.of("challenger.generation", "2"));
    set.put(key, value);
    assertThatThrownBy(() -> load(set))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream.", "challenger.stream."})
  void shouldRefuseToCompareWhereRatingsAreRepartitioned(String prefix) {
    Map<String, String> set =
        Map.of(
            "challenger.generation",
            "2",
            "challenger.switch-over",
            "better",
            prefix + "repartition",
            "true",
            prefix + "partitions",
            "4");
    assertThatThrownBy(() -> load(set))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be compared where ratings are repartitioned");
  }

  @ParameterizedTest
  @CsvSource({
    "challenger.generation, 0, there is no challenger",
    "drift.enabled, false, nothing would tell",
    "stream.repartition, true, ratings are repartitioned",
    "challenger.stream.repartition, true, ratings are repartitioned"
  })
  void shouldRefuseAShareOfUsersWithoutWhatItNeeds(String key, String value, String says) {
    Map<String, String> set =
        new HashMap<>(
            Map.of(
                "challenger.generation", "2",
                "challenger.share", "0.5",
                "stream.partitions", "4"));
    assertThat(load(set).challenger().orElseThrow().share()).isEqualTo(0.5);
    set.put(key, value);
    assertThatThrownBy(() -> load(set))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("challenger.share is 0.5")
        .hasMessageContaining(says);
  }

  @Test
  void shouldTakeNamesOfHostsAndNothingElse() {
    assertThat(load(Map.of("serve.hosts", "eddy.example,shop")).serve().hosts())
        .containsExactly("eddy.example", "shop");
    assertThat(load(Map.of("serve.hosts", "*")).serve().hosts()).containsExactly("*");
    for (String wrong : List.of("eddy.example:8080", "http://eddy", ".example", "*.example")) {
      assertThatThrownBy(() -> load(Map.of("serve.hosts", wrong)))
          .hasMessageContaining("serve.hosts has '" + wrong + "'");
    }
  }

  @Test
  void shouldHideSecretsFromWhoeverLooksOverTheShoulder() {
    Map<String, String> values =
        load(Map.of(
                "serve.tokens-file", "/etc/eddy/tokens",
                "kafka.sasl.jaas.config", "hunter2",
                "kafka.ssl.keystore.password", "hunter3",
                "kafka.client.id", "me"))
            .values();
    assertThat(values)
        .containsEntry("serve.tokens-file", "/etc/eddy/tokens")
        .containsEntry("kafka.sasl.jaas.config", "(hidden)")
        .containsEntry("kafka.ssl.keystore.password", "(hidden)")
        .containsEntry("kafka.client.id", "me");
  }

  @Test
  void shouldRefuseAGovernorWithoutAControlGroupAndBrakesWithoutExposures() {
    Map<String, String> governed =
        Map.of("drift.governor", "act", "drift.governor-limits", "exploration=0.1");
    assertThatThrownBy(() -> load(governed))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("needs a control group")
        .hasMessageContaining("set drift.control-share to a share of the users");
    Map<String, String> withControl = new HashMap<>(governed);
    withControl.put("drift.control-share", "0.05");
    assertThat(load(withControl).governor().limits()).containsEntry(Brake.EXPLORATION, 0.1);

    assertThatThrownBy(
            () -> load(Map.of("drift.enabled", "false", "serve.impression-discount", "1")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("it goes by what users were shown, and drift.enabled is false");
    assertThatThrownBy(
            () -> load(Map.of("serve.thompson", "1", "learning.propensity-weights", "1")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("one of them must be 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning.facters | 8 | did you mean learning.factors?",
        "learning.factors | many | learning.factors is 'many', but must be a whole number",
        "learning.factors | 0 | learning.factors is 0.0, but must be between 1.0 and 1024.0",
        "learning.admit-item-after | 0 | is 0.0, but must be between 1.0 and 1000.0",
        "learning.ratings-per-user | 255 | must be between 256.0 and 1000000.0",
        "learning.admit-user-after | 3 | learning.admit-user-after no longer exists: every user",
        "learning.rehearsal-steps | 80 | learning.rehearsal-steps no longer exists: ratings are",
        "learning.link | relu | must be one of sigmoid, identity",
        "learning.loss | hinge | must be one of squared, cross-entropy",
        "learning.link | identity | set learning.loss=squared",
        "learning.rating-noise | NaN | learning.rating-noise is NaN",
        "stream.guarantee | at_least_once | the setting stream.guarantee no longer exists: each",
        "kafka.processing.guarantee | at_least_once | each rating always counts exactly once",
        "stream.repartition | yes | must be true or false",
        "stream.namespace | a/b | stream.namespace is 'a/b'",
        "serve.port | 70000 | serve.port is 70000, but must be between 0 and 65535",
        "serve.operations-port | -1 | serve.operations-port is -1, but must be between 0 and 65535",
        "serve.operations-port | 8080 | serve.port and serve.operations-port are both 8080, but"
            + " must be two ports",
        "serve.client-share | 0 | serve.client-share is 0.0, but must be above 0 and at most 1",
        "serve.max-reads | 0 | serve.max-reads is 0, but must be between 1 and 1000000",
        "serve.head-timeout-ms | 1 | serve.head-timeout-ms is 1, but must be between 100 and",
        "serve.max-held-bytes | 9 | must be between 4194304 and",
        "serve.max-concurrent | 9 | serve.max-concurrent no longer exists: reads, writes",
        "events.max-per-user-minute | -1 | events.max-per-user-minute is -1, but must not be",
        "events.scale-max | 0.1 | from a lower to a higher",
        "kafka.group.protocol | streams | Remove it",
        "serve.admin-token | only.for-operators_1 | eddy token --role admin",
        "serve.peer-token-file | peer | set serve.tokens-file, too",
        "serve.open | perhaps | must be true or false",
        "drift.governor | on | must be one of off, advise, act",
        "drift.governor | act | Set drift.governor-limits, such as exploration=0.1",
        "drift.governor-limits | exploration=0.6 | exploration=0.6, but it must be a number above"
            + " 0",
        "drift.governor-limits | explore=0.1 | did you mean exploration?",
        "drift.governor-step | 0 | drift.governor-step is 0.0, but must be between 0.01 and 1",
        "drift.governor-min-exposures | 99 | must be at least 100",
        "serve.calibration | 1.1 | serve.calibration is 1.1, but must be between 0 and 1.0",
        "serve.impression-discount | 6 | must be between 0 and 5.0",
        "learning.propensity-weights | -1 | must be between 0 and 9.0",
        "stream.partitions | 99999999999 | must be at most 2147483647"
      })
  void shouldNameWhatIsWrong(String key, String value, String message) {
    assertThatThrownBy(() -> load(Map.of(key, value)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldNameAMissingFileAndAnUnknownKeyInAFile() throws IOException {
    assertThatThrownBy(
            () -> new SettingsLoader(Map.of()).load(Map.of(), folder.resolve("no"), Map.of()))
        .hasMessageContaining("cannot be read");
    Path file = Files.writeString(folder.resolve("eddy.properties"), "nonsense=1\n");
    assertThatThrownBy(() -> new SettingsLoader(Map.of()).load(Map.of(), file, Map.of()))
        .hasMessageContaining("eddy.properties: unknown setting nonsense");
  }
}
