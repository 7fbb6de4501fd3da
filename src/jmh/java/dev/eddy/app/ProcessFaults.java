package dev.eddy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.Fault.CannotBeTriedException;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/// Faults of an instance as a process: its memory, its time, what it has to read.
final class ProcessFaults {

  private static final String QUOTA = "consumer_byte_rate";
  private static final double SLOW_BYTES_PER_SECOND = 200_000;
  private static final int HOUR_S = 3_600;
  private static final int MANY_PER_SECOND = 1_000;

  private ProcessFaults() {}

  /// One of two instances stands still for longer than its session, and goes on.
  static ObjectNode frozen(FaultStage stage) throws IOException, InterruptedException {
    stage.start("a");
    ServedEddy frozen = stage.start("b");
    stage.flow();
    stage.begins();
    signal("STOP", frozen);
    stage.lasts();
    stage.ends();
    signal("CONT", frozen);
    return stage.healed(
        "by itself: the other instance learns its partitions after the session of 6 s; once it goes"
            + " on, what it had not committed is refused, and it joins again");
  }

  private static void signal(String name, ServedEddy eddy)
      throws IOException, InterruptedException {
    String pid = Long.toString(eddy.handle().pid());
    int code = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (code != 0) {
      throw new CommandFailedException("kill -" + name + " failed with exit code " + code);
    }
  }

  /// The brokers give so little that the restore of what a killed instance had takes long.
  static ObjectNode longRestore(FaultStage stage) throws IOException, InterruptedException {
    ServedEddy eddy = stage.start("a");
    stage.flow(MANY_PER_SECOND, SteadyRatings::distinct);
    stage.lasts();
    stage.begins();
    eddy.kill();
    throttle(stage, SLOW_BYTES_PER_SECOND);
    eddy.start();
    stage.awaitReady(eddy);
    throttle(stage, null);
    stage.ends();
    return stage.healed("by itself: the health check tells the part that is restored");
  }

  /// Bounds the bytes a second that each client reads.
  private static void throttle(FaultStage stage, Double bytesPerSecond)
      throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                stage.broker().bootstrapServers()))) {
      // Null is every client.
      ClientQuotaEntity all =
          new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      all, List.of(new ClientQuotaAlteration.Op(QUOTA, bytesPerSecond)))))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new CommandFailedException("the broker does not take the quota", e.getCause());
    }
  }

  /// The clock of an instance's machine jumps two hours forward, and later back to what is right.
  static ObjectNode machineClock(FaultStage stage)
      throws IOException, InterruptedException, CannotBeTriedException {
    FakeClock clock = FakeClock.in(stage.folder("clock"));
    ServedEddy eddy = stage.prepare("a", Map.of());
    eddy.start(List.of(), clock.environment());
    stage.flow();
    stage.begins();
    clock.isWrongBy(2 * HOUR_S);
    stage.lasts();
    clock.isWrongBy(0);
    stage.awaitEnd(eddy);
    stage.ends();
    eddy.start();
    return stage.healed("forward by itself; back by a start: the process ends when it notices");
  }

  /// An instance with far too little heap is sent more items than fit into it.
  static ObjectNode outOfMemory(FaultStage stage) throws IOException, InterruptedException {
    ServedEddy eddy = stage.prepare("a", Map.of());
    eddy.start(List.of(), JavaOptions.with("-Xmx80m"));
    stage.flow(MANY_PER_SECOND, ProcessFaults::newItem);
    stage.begins();
    stage.awaitEnd(eddy);
    stage.ebb();
    stage.ends();
    eddy.start();
    stage.awaitReady(eddy);
    stage.flowAgain();
    return stage.healed("a start with enough heap; the process ends at the first such error");
  }

  /// Returns a rating of an item that nobody has rated yet, with a long id.
  private static ProducerRecord<String, String> newItem(int n) {
    ProducerRecord<String, String> rating = SteadyRatings.distinct(n);
    String id = "\"itemId\":\"new-%0200d-".formatted(n);
    return new ProducerRecord<>(
        "ratings", rating.key(), rating.value().replace("\"itemId\":\"", id));
  }
}
