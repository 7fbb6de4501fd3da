package dev.eddy.serve.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Whether a file is as private as what it holds. The owner's group may read: orchestrators mount
/// secrets so.
final class FilePermissions {

  private FilePermissions() {}

  /// Refuses a secret that every user of the machine may read, or any of them change.
  ///
  /// @throws IllegalArgumentException saying how to mend it
  static void requireSecret(String setting, Path file) {
    refuse(
        setting,
        file,
        Set.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.GROUP_WRITE),
        "o=,g-w");
  }

  /// Refuses a file that others than its owner may change.
  ///
  /// @throws IllegalArgumentException saying how to mend it
  static void requireOwned(String setting, Path file) {
    refuse(
        setting,
        file,
        Set.of(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE),
        "go-w");
  }

  private static void refuse(
      String setting, Path file, Set<PosixFilePermission> forbidden, String mode) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Set<PosixFilePermission> has = Files.getPosixFilePermissions(file);
      if (has.stream().anyMatch(forbidden::contains)) {
        throw new IllegalArgumentException(
            "%s is %s, which has the permissions %s: others may read or change it. Run: chmod %s %s"
                .formatted(setting, file, PosixFilePermissions.toString(has), mode, file));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: cannot read %s: %s".formatted(setting, file, e), e);
    }
  }
}
