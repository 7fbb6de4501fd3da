package dev.eddy.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A broker in a process of its own, to be killed: `BrokerProcess FOLDER PORT CONTROLLER-PORT`.
final class BrokerProcess implements AutoCloseable {

  private final Path folder;
  private final int[] ports = EmbeddedKafka.freePorts();
  private Process process;

  /// Prepares a broker.
  ///
  /// @param folder for its log and, in `broker.txt`, for what it says
  BrokerProcess(Path folder) {
    this.folder = folder;
  }

  /// Returns where clients reach it.
  String bootstrapServers() {
    return "127.0.0.1:" + ports[0];
  }

  /// Starts it, on the log that an earlier start left.
  void start() throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                folder.resolve("kafka").toString(),
                Integer.toString(ports[0]),
                Integer.toString(ports[1]))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "broker.txt")))
            .start();
  }

  /// Returns the processor time that it has used so far.
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Ends it as `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /// Runs a broker until the process ends, or the one that started it.
  public static void main(String[] arguments) {
    int[] ports = {Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])};
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), ports)) {
      System.out.println("started " + kafka.bootstrapServers());
      ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
    }
  }
}
