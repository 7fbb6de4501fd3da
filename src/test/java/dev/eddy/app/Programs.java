package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs of the machine that some tests need, and that it may lack.
final class Programs {

  private Programs() {}

  static boolean has(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, name)));
  }

  /// Skips the test, saying what it needs, where a program is not on the PATH.
  ///
  /// @param debian the package that brings it
  static void assume(String name, String debian) {
    Assumptions.assumeTrue(has(name), "no %s on the PATH (Debian: %s)".formatted(name, debian));
  }

  /// Runs a program that must succeed and returns what it wrote to standard output.
  static String run(String... command) throws IOException, InterruptedException {
    File err = File.createTempFile("eddy", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(err).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(out + Files.readString(err.toPath())).isZero();
      return out;
    } finally {
      Files.delete(err.toPath());
    }
  }
}
