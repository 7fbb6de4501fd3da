package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path folder;

  private static Settings load(Map<String, String> overrides) {
    return new SettingsLoader(Map.of()).load(Map.of(), null, overrides);
  }

  @Test
  void shouldShipTheDefaultsOfTheLibrary() {
    assertThat(load(Map.of()).learning()).isEqualTo(LearningSettings.forScale(0.5, 5));
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
  void shouldHideSecretsFromWhoeverLooksOverTheShoulder() {
    Map<String, String> values =
        load(Map.of(
                "serve.admin-token", "abcdefghijklmnopq",
                "kafka.sasl.jaas.config", "hunter2",
                "kafka.ssl.keystore.password", "hunter3",
                "kafka.client.id", "me"))
            .values();
    assertThat(values)
        .containsEntry("serve.admin-token", "(hidden)")
        .containsEntry("kafka.sasl.jaas.config", "(hidden)")
        .containsEntry("kafka.ssl.keystore.password", "(hidden)")
        .containsEntry("kafka.client.id", "me");
    assertThat(load(Map.of()).values()).containsEntry("serve.admin-token", "");
    assertThatThrownBy(() -> load(Map.of("serve.admin-token", "short")))
        .hasMessageContaining("serve.admin-token must be 16 to 256")
        .hasMessageNotContaining("short");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning.facters | 8 | did you mean learning.factors?",
        "learning.factors | many | learning.factors is 'many', it must be a whole number",
        "learning.factors | 0 | learning.factors is 0.0, allowed is 1.0 to 1024.0",
        "learning.admit-item-after | 0 | learning.admit-item-after is 0.0, allowed is 1.0 to"
            + " 1000.0",
        "learning.ratings-per-user | 255 | allowed is 256.0 to 1000000.0",
        "learning.admit-user-after | 3 | the setting learning.admit-user-after is gone: a user is"
            + " a",
        "learning.rehearsal-steps | 80 | the setting learning.rehearsal-steps is gone: ratings are",
        "learning.link | relu | allowed are sigmoid, identity",
        "learning.loss | hinge | allowed are squared, cross-entropy",
        "learning.link | identity | set learning.loss=squared",
        "learning.rating-noise | NaN | learning.rating-noise is NaN",
        "stream.guarantee | at_least_once | the setting stream.guarantee is gone: each rating",
        "kafka.processing.guarantee | at_least_once | each rating counts exactly once",
        "stream.repartition | yes | it must be true or false",
        "stream.namespace | a/b | stream.namespace is 'a/b'",
        "serve.port | 70000 | serve.port is 70000, allowed is 0 to 65535",
        "events.scale-max | 0.1 | the lower first",
        "kafka.group.protocol | streams | leave it out",
        "stream.partitions | 99999999999 | allowed is at most 2147483647"
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
