package dev.eddy.app.command;

import dev.eddy.app.settings.SettingsReference;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the settings.
@Command(
    name = "config",
    description = "Prints all settings with their current values, or their documentation.",
    mixinStandardHelpOptions = true)
public final class ConfigCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--markdown",
      description = "Prints the documentation of all settings as Markdown instead.")
  private boolean markdown;

  @Override
  public Integer call() {
    if (markdown) {
      System.out.print(SettingsReference.load().toMarkdown());
    } else {
      config.load(Map.of()).values().forEach((key, value) -> System.out.println(key + "=" + value));
    }
    return 0;
  }
}
