package dev.eddy.app;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.stream.record.TopicNames;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;

/// How many bytes lie in the logs of one broker that Eddy wrote beside the ratings.
final class KafkaBytes {

  private KafkaBytes() {}

  /// Adds bytes an event to a report, by topic and as a multiple of the ratings' own.
  ///
  /// @param of tells which run's topics are counted
  static void report(String bootstrapServers, long events, Settings of, ObjectNode report)
      throws InterruptedException {
    Map<String, Long> topics = topics(bootstrapServers);
    TopicNames names = of.stream().names();
    String generation = "-g" + names.generation();
    ObjectNode byTopic = report.putObject("kafka_bytes_per_event");
    double beside = 0;
    for (Map.Entry<String, Long> topic : topics.entrySet()) {
      String name = topic.getKey();
      if (name.endsWith(generation) || name.startsWith(names.applicationId() + "-")) {
        double bytes = (double) topic.getValue() / events;
        byTopic.put(name, Math.round(10 * bytes) / 10.0);
        beside += bytes;
      }
    }
    double ratings = (double) topics.get(names.ratings()) / events;
    report.put("kafka_bytes_per_rating", Math.round(10 * ratings) / 10.0);
    report.put("kafka_bytes_beside", Math.round(10 * beside) / 10.0);
    report.put("kafka_bytes_per_byte", Math.round(100 * beside / ratings) / 100.0);
  }

  private static Map<String, Long> topics(String bootstrapServers) throws InterruptedException {
    Map<String, Long> bytes = new TreeMap<>();
    try (Admin admin =
        Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      int broker = admin.describeCluster().nodes().get().iterator().next().id();
      for (LogDirDescription folder :
          admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker).values()) {
        folder
            .replicaInfos()
            .forEach(
                (partition, replica) ->
                    bytes.merge(partition.topic(), replica.size(), Long::sum));
      }
    } catch (ExecutionException e) {
      throw new CommandFailedException("cannot read the sizes of the logs", e.getCause());
    }
    return bytes;
  }
}
