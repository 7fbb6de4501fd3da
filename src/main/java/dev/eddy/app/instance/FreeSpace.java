package dev.eddy.app.instance;

import dev.eddy.app.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks whether a folder has room before anything is created in it: a disk that is full is told of
/// better at the start than by the broker or the store, in the middle of something.
public final class FreeSpace {

  /// RocksDB's and Kafka's first files take about so much.
  private static final long LEAST_BYTES = 64L << 20;

  private FreeSpace() {}

  /// Looks at a folder, which need not be there yet.
  ///
  /// @param setting by which another folder is chosen
  /// @throws UsageException if its disk is as good as full
  public static void check(Path folder, String setting) {
    check(folder, setting, LEAST_BYTES);
  }

  static void check(Path folder, String setting, long leastBytes) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    long free;
    try {
      free = Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw new UsageException(
          "cannot tell how much room the folder %s has: %s".formatted(folder, e.getMessage()), e);
    }
    if (free < leastBytes) {
      throw new UsageException(
          ("the disk of the folder %s has %,d MB free, but %,d MB are needed to start. Free some,"
                  + " or choose another folder with %s")
              .formatted(folder, free >> 20, leastBytes >> 20, setting));
    }
  }
}
