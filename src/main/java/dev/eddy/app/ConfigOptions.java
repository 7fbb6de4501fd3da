package dev.eddy.app;

import dev.eddy.stream.StartException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options by which every command that runs something takes its settings.
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, a properties file; 'eddy config' prints all keys.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, above file and environment; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  /// Loads the settings.
  ///
  /// @param defaults what the command sets unless the user does
  Settings load(Map<String, String> defaults) {
    return load(defaults, Map.of());
  }

  /// Loads the settings, and logs as they say from then on.
  ///
  /// @param defaults what the command sets unless the user does
  /// @param options what options of the command set; `--set` is above them
  Settings load(Map<String, String> defaults, Map<String, String> options) {
    Map<String, String> overrides = new LinkedHashMap<>(options);
    overrides.putAll(set);
    Settings settings = new SettingsLoader(System.getenv()).load(defaults, file, overrides);
    settings.observe().log().apply();
    return settings;
  }

  /// Starts an instance's stream; topics that are not as they must be end the command in one
  /// line.
  static void start(Instance instance) {
    try {
      instance.start();
    } catch (StartException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }
}
