package dev.eddy.app.command;

import picocli.CommandLine.Option;

/// The option of those who test dead letters.
final class DamagedOption {

  @Option(
      names = "--publish-damaged",
      description =
          "Also publishes rows that cannot be read. They end up in the dead-letter topic. Default:"
              + " such rows are only counted and reported.")
  private boolean given;

  boolean isGiven() {
    return given;
  }
}
