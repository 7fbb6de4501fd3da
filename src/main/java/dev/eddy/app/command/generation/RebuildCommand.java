package dev.eddy.app.command.generation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.command.ConfigOptions;
import dev.eddy.app.instance.Instance;
import dev.eddy.app.instance.Shutdown;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.UsageException;
import dev.eddy.app.snapshot.GenerationPrimer;
import dev.eddy.event.EventFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Learns a generation of the model beside those that serve, until it has caught up.
@Command(
    name = "rebuild",
    description = {
      "Learns another generation of the model from the ratings, beside the one that serves, with"
          + " other settings or another number of partitions, or goes on with one that was"
          + " imported. Shows how far it is.",
      "Ends once it has caught up; nothing that it learned is lost then. To switch over, start"
          + " instances with that stream.generation, and stop the others."
    },
    mixinStandardHelpOptions = true)
public final class RebuildCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--generation",
      required = true,
      paramLabel = "N",
      description = "Number of the generation.")
  private int generation;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Number of partitions to learn on. Each event takes one hop more then; set"
              + " stream.repartition=true and stream.partitions=N on instances of this generation,"
              + " too. Default: as the topic of ratings has.")
  private Integer partitions;

  @Mixin private LeaveOutOption leaveOut;

  @Option(
      names = "--stay",
      description = "Goes on as an instance of the generation once it has caught up.")
  private boolean stay;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Address of Kafka. Default: the setting stream.bootstrap-servers.")
  private String bootstrapServers;

  @Option(names = "--json", description = "Prints a JSON report once it has caught up.")
  private boolean json;

  @Override
  @SuppressWarnings("try") // a signal may come while the stream still starts, and must end that
  public Integer call() throws InterruptedException {
    List<EventFilter> filters = leaveOut.filters();
    Settings settings = settings();
    if (!filters.isEmpty()) {
      var _ = TakenBack.onSignal(generation, () -> new GenerationPrimer(settings).prime(filters));
    }
    CountDownLatch stop = new CountDownLatch(1);
    try (Instance instance = new Instance(settings)) {
      Shutdown.onSignal(
          () -> {
            stop.countDown();
            instance.close();
          });
      instance.onFailure(stop::countDown);
      instance.start();
      Optional<CatchingUp.Report> learned =
          new CatchingUp(instance.engine().generations(), generation).await(stop);
      learned.ifPresent(this::tell);
      if (stay) {
        stop.await();
      }
      instance.throwIfFailed();
      if (learned.isEmpty()) {
        throw new CommandFailedException(
            "Generation %d has not caught up: the command was asked to end. Run it again to go on"
                .formatted(generation));
      }
    }
    return 0;
  }

  private Settings settings() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("stream.generation", Integer.toString(generation));
    options.put("challenger.generation", "0"); // nothing else is learned here
    if (partitions != null) {
      if (partitions < 1) {
        throw new UsageException("--partitions is " + partitions + ", but must be at least 1");
      }
      options.put("stream.partitions", partitions.toString());
      options.put("stream.repartition", "true");
    }
    if (bootstrapServers != null) {
      options.put("stream.bootstrap-servers", bootstrapServers);
    }
    if (!stay) { // an instance that serves may run on the same machine, with the same file
      options.put("serve.port", "0");
      options.put("serve.operations-port", "0");
    }
    return config.load(Map.of(), options);
  }

  private void tell(CatchingUp.Report learned) {
    System.err.printf(
        "Generation %d has caught up, %,d records behind. To switch over, start instances with"
            + " stream.generation=%d%s%n",
        generation,
        learned.behind(),
        generation,
        partitions == null ? "" : ", stream.repartition=true and stream.partitions=" + partitions);
    if (json) {
      ObjectNode report = new JsonMapper().createObjectNode();
      report.put("generation", generation);
      report.put("records", learned.records());
      report.put("behind", learned.behind());
      report.put("seconds", learned.seconds());
      System.out.println(report);
    }
  }
}
