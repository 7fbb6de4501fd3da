package dev.eddy.app.command;

import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options by which every command that runs something takes its settings.
public final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties file with settings. 'eddy config' prints all keys.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one setting. Overrides the file and the environment. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  /// Loads the settings.
  ///
  /// @param defaults what the command sets unless the user does
  public Settings load(Map<String, String> defaults) {
    return load(defaults, Map.of());
  }

  /// Loads the settings, and logs as they say from then on.
  ///
  /// @param defaults what the command sets unless the user does
  /// @param options what options of the command set; `--set` is above them
  public Settings load(Map<String, String> defaults, Map<String, String> options) {
    Map<String, String> overrides = new LinkedHashMap<>(options);
    overrides.putAll(set);
    Settings settings = new SettingsLoader(System.getenv()).load(defaults, file, overrides);
    settings.observe().log().apply();
    return settings;
  }
}
