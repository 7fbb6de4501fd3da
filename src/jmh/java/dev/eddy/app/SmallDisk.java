package dev.eddy.app;

import dev.eddy.app.Fault.CannotBeTriedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small disk: a `tmpfs` that only processes of one namespace see, which Linux lets anybody mount
/// who may have user namespaces. It is gone when it is closed.
final class SmallDisk implements AutoCloseable {

  private static final int MEGABYTES = 256;

  private final Process keeper;
  private final Path folder;

  private SmallDisk(Process keeper, Path folder) {
    this.keeper = keeper;
    this.folder = folder;
  }

  /// Mounts one.
  ///
  /// @throws CannotBeTriedException where this user may not
  static SmallDisk mount(Path folder) throws IOException, CannotBeTriedException {
    List<String> command =
        List.of(
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            "mount -t tmpfs -o size=" + MEGABYTES + "m tmpfs \"$0\" && echo mounted && exec sleep 3600",
            folder.toString());
    Process keeper;
    try {
      keeper = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new CannotBeTriedException("there is no unshare(1): " + e.getMessage());
    }
    BufferedReader said = keeper.inputReader();
    String line = said.readLine();
    if (!"mounted".equals(line)) {
      throw new CannotBeTriedException("a small disk cannot be mounted: " + line);
    }
    return new SmallDisk(keeper, folder);
  }

  /// Returns where processes of the namespace see it.
  Path folder() {
    return folder;
  }

  /// Returns the program below which a process is one of the namespace.
  List<String> within() {
    return List.of(
        "nsenter", "--target", Long.toString(keeper.pid()), "--user", "--mount",
        "--preserve-credentials", "--");
  }

  private Path filler() {
    return Path.of("/proc", Long.toString(keeper.pid()), "root", folder.toString(), "filler");
  }

  /// Takes all the room that is left.
  void fill() throws IOException {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (Files.size(filler()) < block.length) {
        throw e; // not because it is full
      }
    }
  }

  /// Gives the room back.
  void makeRoom() throws IOException {
    Files.delete(filler());
  }

  @Override
  public void close() {
    keeper.destroyForcibly().onExit().join();
  }
}
