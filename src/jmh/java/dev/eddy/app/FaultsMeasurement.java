package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tries faults, one after the other, each with a broker and instances of its own: what users see,
/// what is lost, how it heals and how long that takes, a line of JSON a fault.
@Command(
    name = "faults",
    description = "Tries faults, and tells what users see, what is lost and how it heals.",
    mixinStandardHelpOptions = true)
final class FaultsMeasurement implements Callable<Integer> {

  private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

  static {
    FAULTS.put("broker-gone", StreamFaults::brokerGone);
    FAULTS.put("topic-deleted", StreamFaults::topicDeleted);
    FAULTS.put("garbage", StreamFaults::garbage);
    FAULTS.put("clock-jumps", StreamFaults::clockJumps);
    FAULTS.put("machine-clock", ProcessFaults::machineClock);
    FAULTS.put("disk-full", DiskFaults::full);
    FAULTS.put("disk-slow", DiskFaults::slow);
    FAULTS.put("corrupt-state", StateFaults::corrupt);
    FAULTS.put("other-format", StateFaults::otherFormat);
    FAULTS.put("shared-folder", StateFaults::sharedFolder);
    FAULTS.put("frozen", ProcessFaults::frozen);
    FAULTS.put("long-restore", ProcessFaults::longRestore);
    FAULTS.put("out-of-memory", ProcessFaults::outOfMemory);
  }

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "FAULT",
      description = "The faults that are tried; by default all.")
  private List<String> only = List.copyOf(FAULTS.keySet());

  @Option(
      names = "--seconds",
      defaultValue = "60",
      paramLabel = "N",
      description = "How long a fault lasts that somebody has to end; ${DEFAULT-VALUE} by default.")
  private int seconds;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FaultsMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || seconds > 600) {
      throw new UsageException("--seconds must be 1 to 600");
    }
    for (String name : only) {
      if (!FAULTS.containsKey(name)) {
        throw new UsageException(
            "there is no fault '%s'; there are: %s".formatted(name, String.join(" ", FAULTS.keySet())));
      }
    }
    boolean exact = true;
    for (String name : only) {
      exact &= isExact(name);
    }
    return exact ? 0 : 1;
  }

  /// Tries a fault; the files of the processes stay where it did not heal, or something was lost or
  /// learned twice.
  private boolean isExact(String name) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("eddy-fault-" + name);
    System.err.println(name + ": what the processes say is in " + folder);
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("fault", name);
    try (FaultStage stage = new FaultStage(folder, Duration.ofSeconds(seconds))) {
      report.setAll(FAULTS.get(name).run(stage));
    } catch (Fault.CannotBeTriedException e) {
      report.put("skipped", e.getMessage());
    } catch (CommandFailedException e) {
      report.put("failed", e.getMessage()); // and the others are tried all the same
    }
    System.out.println(report);
    boolean exact =
        !report.has("failed")
            && report.path("lost").asLong() == 0
            && report.path("doubled").asLong() == 0;
    if (exact) {
      Utils.delete(folder.toFile());
    }
    return exact;
  }
}
