package dev.eddy.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The serving model of Oryx 2, which scans items, all of them or those whose hashes are near the
/// user's. Its libraries are others than Eddy's, so it answers in a process of its own, with the
/// heap and the collector of this one; `load-tests/oryx` is the program.
final class OryxPeer implements AutoCloseable {

  private final JsonMapper json = new JsonMapper();
  private final String classPath;
  private final Path folder;
  private final Path itemsFile;
  private final Path usersFile;

  /// What Oryx answered.
  ///
  /// @param buildS the seconds that it took to fill the model
  /// @param p50Ms the median time of a list, in the process
  /// @param lists for each user the items, the best first
  record Answer(double buildS, double p50Ms, int[][] lists) {}

  /// Writes the vectors where Oryx reads them.
  ///
  /// @param classPath of the program and of Oryx
  OryxPeer(String classPath, float[][] items, float[][] users) {
    this.classPath = classPath;
    try {
      folder = Files.createTempDirectory("eddy-oryx");
      itemsFile = folder.resolve("items");
      usersFile = folder.resolve("users");
      write(itemsFile, items);
      write(usersFile, users);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As many rows, as many numbers in each, and the numbers, all big-endian.
  private static void write(Path file, float[][] rows) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(rows.length);
      out.writeInt(rows[0].length);
      for (float[] row : rows) {
        for (float number : row) {
          out.writeFloat(number);
        }
      }
    }
  }

  /// Asks for a list for each user, one after another.
  ///
  /// @param n how long a list is
  /// @param sampleRate which part of the items a list looks at, at most about: 1 is all of them
  /// @param seed draws the hashes
  /// @param processors how many Oryx sees: as many threads search for one list
  Answer ask(int n, double sampleRate, int seed, int processors) {
    ProcessBuilder program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + heap(),
                "-XX:+UseParallelGC",
                "-XX:ActiveProcessorCount=" + processors,
                "-cp",
                classPath,
                "OryxPeer",
                itemsFile.toString(),
                usersFile.toString(),
                Integer.toString(n),
                Double.toString(sampleRate),
                Integer.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = program.start();
      try {
        byte[] out = process.getInputStream().readAllBytes();
        int status = process.onExit().join().exitValue();
        if (status != 0) {
          throw new IllegalStateException("Oryx's peer ended with status " + status);
        }
        JsonNode answer = json.readTree(out);
        return new Answer(
            answer.required("build_s").doubleValue(),
            answer.required("p50_ms").doubleValue(),
            json.treeToValue(answer.required("lists"), int[][].class));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the largest heap of this process in bytes.
  private static String heap() {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption("MaxHeapSize")
        .getValue();
  }

  @Override
  public void close() {
    try {
      Files.delete(itemsFile);
      Files.delete(usersFile);
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
