package dev.eddy.app;

import dev.eddy.app.Fault.CannotBeTriedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// A wall clock that is wrong by as much as one says, for the processes that are started with its
/// environment. Their monotonic clock stays right. It is the library of faketime(1).
final class FakeClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path library;
  private final Path offset;

  private FakeClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /// Makes a clock that is right.
  ///
  /// @param folder for its file
  /// @throws CannotBeTriedException where the library is not installed
  static FakeClock in(Path folder) throws IOException, CannotBeTriedException {
    try (DirectoryStream<Path> machines = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu*")) {
      for (Path machine : machines) {
        Path library = machine.resolve(LIBRARY);
        if (Files.exists(library)) {
          FakeClock clock = new FakeClock(library, folder.resolve("offset"));
          clock.isWrongBy(0);
          return clock;
        }
      }
    }
    throw new CannotBeTriedException("no " + LIBRARY + " (Debian: faketime)");
  }

  /// Returns the environment of a process that has this clock. It looks for an offset once a second.
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  /// Puts the clock forward, or back where the number is below 0.
  void isWrongBy(int seconds) throws IOException {
    Path next = offset.resolveSibling("next");
    Files.writeString(next, "%+d%n".formatted(seconds));
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
  }
}
