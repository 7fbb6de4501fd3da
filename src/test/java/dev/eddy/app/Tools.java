package dev.eddy.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs that some tests need and that a machine may lack.
final class Tools {

  private Tools() {}

  /// Skips the test, saying what it needs, where a program is not on the PATH.
  ///
  /// @param debian the package that brings it
  static void assume(String program, String debian) {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, program))),
        "no %s on the PATH (Debian: %s)".formatted(program, debian));
  }
}
