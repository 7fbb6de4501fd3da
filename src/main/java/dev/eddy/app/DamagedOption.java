package dev.eddy.app;

import picocli.CommandLine.Option;

/// The option of those who test dead letters.
final class DamagedOption {

  @Option(
      names = "--publish-damaged",
      description =
          "Publishes rows that cannot be read as well, so that they end in the dead letters."
              + " Default: they are counted and told.")
  private boolean given;

  boolean isGiven() {
    return given;
  }
}
