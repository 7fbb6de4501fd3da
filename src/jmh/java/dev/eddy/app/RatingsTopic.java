package dev.eddy.app;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/// The topic of ratings, made as Eddy makes it, to be filled before Eddy starts.
final class RatingsTopic {

  private RatingsTopic() {}

  static void create(String bootstrapServers, int partitions)
      throws InterruptedException, ExecutionException {
    try (Admin admin =
        Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      NewTopic topic = new NewTopic("ratings", partitions, (short) 1);
      topic.configs(
          Map.of(
              TopicConfig.RETENTION_MS_CONFIG, "-1",
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
      admin.createTopics(List.of(topic)).all().get();
    }
  }
}
