package dev.eddy.app.command.generation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.command.ConfigOptions;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.snapshot.GenerationPrimer;
import dev.eddy.app.snapshot.GenerationsClient;
import dev.eddy.event.EventFilter;
import dev.eddy.snapshot.SnapshotException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Begins a generation of the model with a snapshot.
@Command(
    name = "import",
    description = {
      "Begins a new generation of the model with a snapshot, or with item factors that were trained"
          + " elsewhere.",
      "Where the topic of ratings is the one that the snapshot was learned from, the generation"
          + " goes on right behind the snapshot: a rollback, without a lost event. Any other topic"
          + " is learned from its beginning. Then start instances with that stream.generation."
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Parameters(paramLabel = "DIR", description = "Folder of the snapshot.")
  private Path folder;

  @Option(
      names = "--generation",
      paramLabel = "N",
      description =
          "Number of the new generation, which must not be in use. Default: the setting"
              + " stream.generation.")
  private Integer generation;

  @Mixin private LeaveOutOption leaveOut;

  @Option(
      names = "--wait",
      description =
          "Ends once instances of the new generation, which you start meanwhile, have caught up."
              + " Shows how far they are.")
  private boolean wait;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Address of Kafka. Default: the setting stream.bootstrap-servers.")
  private String bootstrapServers;

  @Option(names = "--json", description = "Prints a JSON report as the last line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("challenger.generation", "0"); // nothing is learned here
    if (bootstrapServers != null) {
      options.put("stream.bootstrap-servers", bootstrapServers);
    }
    if (generation != null) {
      options.put("stream.generation", generation.toString());
    }
    Settings settings = config.load(Map.of(), options);
    List<EventFilter> filters = leaveOut.filters();
    StepsDisplay display = new StepsDisplay();
    GenerationPrimer.Primed primed;
    try {
      primed =
          TakenBack.onSignal(
              settings.stream().names().generation(),
              () -> new GenerationPrimer(settings).prime(folder, filters, display));
    } catch (SnapshotException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    display.finish();
    double seconds = display.seconds();
    System.err.printf(
        "Generation %d begins with %,d users and %,d items, and will learn %,d records of the"
            + " ratings %s. Start instances with stream.generation=%d%n",
        primed.generation(),
        primed.users(),
        primed.items(),
        primed.behind(),
        primed.continues() ? "that came after the snapshot" : "on top",
        primed.generation());
    if (wait) {
      awaitLearned(settings);
    }
    if (json) {
      ObjectNode report = new JsonMapper().createObjectNode();
      report.put("generation", primed.generation());
      report.put("users", primed.users());
      report.put("items", primed.items());
      report.put("behind", primed.behind());
      report.put("continues", primed.continues());
      report.put("seconds", seconds);
      System.out.println(report);
    }
    return 0;
  }

  private static void awaitLearned(Settings settings) throws InterruptedException {
    int generation = settings.stream().names().generation();
    try (GenerationsClient kafka = new GenerationsClient(settings.stream())) {
      CountDownLatch never =
          new CountDownLatch(1); // whoever does not want to wait ends the command
      CatchingUp catchingUp = new CatchingUp(kafka.generations(), generation);
      catchingUp.awaitLearners(never);
      catchingUp
          .await(never)
          .ifPresent(
              report ->
                  System.err.printf(
                      "Generation %d has caught up, %,d records behind. To switch over, send"
                          + " queries to its instances%n",
                      generation, report.behind()));
    }
  }
}
