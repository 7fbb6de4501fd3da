package dev.eddy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The command `eddy` as it was built, run as a process of its own.
final class BuiltEddy implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  /// Starts a command.
  ///
  /// @param folder where its output is kept
  BuiltEddy(Path folder, String... arguments) throws IOException {
    this(folder, command(arguments), Map.of());
  }

  /// Starts a command with an environment above this process's.
  BuiltEddy(Path folder, Map<String, String> environment, String... arguments) throws IOException {
    this(folder, command(arguments), environment);
  }

  private BuiltEddy(Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    out = Files.createTempFile(folder, "out", ".txt");
    err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("JAVA_HOME"); // it brings its own Java
    builder.environment().putAll(environment);
    process = builder.start();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("eddy.image"), "bin", "eddy").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Starts whatever ends in the command `eddy`, or in what lies beside it.
  static BuiltEddy ofCommand(Path folder, List<String> command) throws IOException {
    return new BuiltEddy(folder, command, Map.of());
  }

  /// Runs a command that must succeed and returns the JSON object that it ends with.
  static JsonNode report(Path folder, String... arguments)
      throws IOException, InterruptedException {
    try (BuiltEddy eddy = new BuiltEddy(folder, arguments)) {
      int code = eddy.await();
      if (code != 0) {
        throw new AssertionError("exit code " + code + "; it said: " + eddy.err());
      }
      return eddy.lastJson();
    }
  }

  /// Waits for the end of the command and returns its exit code.
  int await() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it said: " + err());
    }
    return process.exitValue();
  }

  /// Returns the exit code of a command that has ended.
  int exitCode() {
    return process.exitValue();
  }

  /// Waits for a line on standard error and returns what the pattern's group matched.
  String awaitErr(String regex) {
    return awaitIn(err, regex);
  }

  /// Waits for a line on standard output and returns what the pattern's group matched.
  String awaitOut(String regex) {
    return awaitIn(out, regex);
  }

  private String awaitIn(Path file, String regex) {
    Pattern pattern = Pattern.compile(regex);
    String[] found = new String[1];
    Awaitility.await(regex)
        .atMost(LIMIT)
        .until(
            () -> {
              Matcher matcher = pattern.matcher(read(file));
              if (matcher.find()) {
                found[0] = matcher.group(matcher.groupCount());
                return true;
              }
              if (!process.isAlive()) {
                throw new AssertionError("it ended early; it said: " + err());
              }
              return false;
            });
    return found[0];
  }

  /// Returns the last line of standard output as JSON.
  JsonNode lastJson() throws IOException {
    return new JsonMapper().readTree(lines().getLast());
  }

  List<String> lines() throws IOException {
    return read(out).lines().toList();
  }

  String err() {
    try {
      return read(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /// Asks it to end, as Ctrl-C does.
  void interrupt() {
    process.destroy();
  }

  /// Ends it as `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
