package dev.eddy.app.command.generation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.command.ConfigOptions;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.snapshot.SnapshotTaker;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Takes a snapshot of a running deployment.
@Command(
    name = "export",
    description = {
      "Writes a snapshot of the model of a running deployment: users, items and settings, in files"
          + " that other programs can read.",
      "Reads from Kafka; the instances go on learning. Needs the settings of the deployment."
    },
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the snapshot. It must be empty or not exist.")
  private Path out;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Address of Kafka. Default: the setting stream.bootstrap-servers.")
  private String bootstrapServers;

  @Option(names = "--json", description = "Prints a JSON report as the last line.")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, String> options = new LinkedHashMap<>();
    if (bootstrapServers != null) {
      options.put("stream.bootstrap-servers", bootstrapServers);
    }
    Settings settings = config.load(Map.of(), options);
    StepsDisplay display = new StepsDisplay();
    Manifest manifest;
    try {
      manifest = new SnapshotTaker(settings).take(out, display);
    } catch (SnapshotException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    display.finish();
    Manifest.Counts counts = manifest.counts();
    System.err.printf(
        "Wrote %,d users with %,d ratings and %,d items to %s in %.1f s%n",
        counts.users(), counts.ratings(), counts.items(), out, display.seconds());
    if (json) {
      ObjectNode report = new JsonMapper().createObjectNode();
      report.put("users", counts.users());
      report.put("ratings", counts.ratings());
      report.put("items", counts.items());
      report.put("seconds", display.seconds());
      System.out.println(report);
    }
    return 0;
  }
}
