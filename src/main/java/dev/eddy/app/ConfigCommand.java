package dev.eddy.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the settings.
@Command(
    name = "config",
    description = "Prints every setting with the value in force; or their documentation.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--markdown",
      description = "Prints the reference of all settings as Markdown instead.")
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
