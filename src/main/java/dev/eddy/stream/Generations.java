package dev.eddy.stream;

import dev.eddy.stream.record.TopicNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The generations of the model that Kafka holds topics of: the one that is learned here, those
/// that others learn beside it, and those that nobody needs any more. Any thread may ask.
public final class Generations {

  private static final int TIMEOUT_S = 10;

  private final Supplier<Admin> admin;
  private final TopicNames names;
  private final Pattern topics;

  /// A generation.
  ///
  /// @param generation its number
  /// @param here whether it is the one that this instance learns
  /// @param instances how many members its consumer group has: threads of instances that learn it
  /// @param behind how many records of the ratings it has not learned yet
  /// @param topics that are its own; ratings, catalog and users belong to all
  public record Generation(
      int generation, boolean here, int instances, long behind, List<String> topics) {}

  /// Kafka does not answer, or refuses.
  public static final class KafkaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaUnavailableException(String what, Throwable cause) {
      super(what, cause);
    }
  }

  /// Begins without asking anybody.
  ///
  /// @param admin the client; null while no broker has answered yet
  public Generations(Supplier<Admin> admin, TopicNames names) {
    this.admin = admin;
    this.names = names;
    String namespace = Pattern.quote(names.namespace());
    topics =
        Pattern.compile(
            namespace
                + "(?:(?:item-deltas|item-factors|item-choices|drift-counts|priming"
                + "|(?:ratings|users|exposures)-repartition)-g(\\d{1,9})"
                + "|eddy-g(\\d{1,9})-[a-z-]+-(?:changelog|repartition))");
  }

  private Admin admin() {
    Admin client = admin.get();
    if (client == null) {
      throw new KafkaUnavailableException("no Kafka broker has answered yet", null);
    }
    return client;
  }

  private static <T> T get(String what, KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnavailableException(what + " was interrupted", e);
    } catch (TimeoutException e) {
      throw new KafkaUnavailableException(
          "Kafka did not answer within " + TIMEOUT_S + " s: " + what, e);
    }
  }

  private static KafkaUnavailableException refused(String what, Throwable cause) {
    return new KafkaUnavailableException(
        "Kafka refused " + what + ": " + cause.getMessage(), cause);
  }

  /// Returns all generations in the order of their numbers.
  ///
  /// @throws KafkaUnavailableException if Kafka does not answer
  public List<Generation> list() {
    Map<Integer, List<String>> byGeneration = new TreeMap<>();
    byGeneration.put(names.generation(), new ArrayList<>());
    Collection<String> all;
    try {
      all = get("listing topics", admin().listTopics().names());
    } catch (ExecutionException | KafkaException e) {
      throw refused("listing topics", e);
    }
    for (String topic : all.stream().sorted().toList()) {
      Matcher matcher = topics.matcher(topic);
      if (matcher.matches()) {
        String number = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        byGeneration.computeIfAbsent(Integer.parseInt(number), any -> new ArrayList<>()).add(topic);
      }
    }
    List<Generation> generations = new ArrayList<>();
    byGeneration.forEach(
        (number, own) ->
            generations.add(
                new Generation(
                    number, number == names.generation(), instances(number), behind(number), own)));
    return generations;
  }

  /// Returns how many members the consumer group of a generation has: threads of instances that
  /// learn it.
  ///
  /// @throws KafkaUnavailableException if Kafka does not answer
  public int instances(int generation) {
    String group = group(generation);
    try {
      return get(
              "describing a group",
              admin().describeConsumerGroups(List.of(group)).describedGroups().get(group))
          .members()
          .size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw refused("describing the group " + group, e.getCause());
    } catch (KafkaException e) {
      throw refused("describing the group " + group, e);
    }
  }

  private String group(int generation) {
    return new TopicNames(names.namespace(), generation).applicationId();
  }

  /// Returns how many records of the ratings a generation has not learned yet, on their way to the
  /// partitions of their users included.
  ///
  /// @throws KafkaUnavailableException if Kafka does not answer
  public long behind(int generation) {
    String what = "asking how far generation " + generation + " is";
    try {
      Map<TopicPartition, OffsetAndMetadata> committed = committed(what, generation);
      TopicNames own = new TopicNames(names.namespace(), generation);
      List<TopicPartition> partitions = new ArrayList<>(partitions(what, own.ratings()));
      partitions.addAll(partitions(what, own.repartitioned()));
      Map<TopicPartition, Long> ends = offsets(what, partitions, OffsetSpec.latest());
      Map<TopicPartition, Long> starts = offsets(what, partitions, OffsetSpec.earliest());
      long behind = 0;
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata offset = committed.get(partition);
        behind += ends.get(partition) - (offset == null ? starts.get(partition) : offset.offset());
      }
      return behind;
    } catch (ExecutionException e) {
      throw refused(what, e.getCause());
    } catch (KafkaException e) {
      throw refused(what, e);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(String what, int generation)
      throws ExecutionException {
    try {
      return get(
          what,
          admin().listConsumerGroupOffsets(group(generation)).partitionsToOffsetAndMetadata());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw e;
    }
  }

  private List<TopicPartition> partitions(String what, String topic) throws ExecutionException {
    try {
      return get(what, admin().describeTopics(List.of(topic)).topicNameValues().get(topic))
          .partitions()
          .stream()
          .map(info -> new TopicPartition(topic, info.partition()))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return List.of();
      }
      throw e;
    }
  }

  private Map<TopicPartition, Long> offsets(
      String what, List<TopicPartition> partitions, OffsetSpec which) throws ExecutionException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(what, admin().listOffsets(asked).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /// Deletes what Kafka holds of a generation that nobody learns: its consumer group, then its
  /// topics, changelogs included. The group goes first, since Kafka refuses that while it has
  /// members, and since offsets that outlive their state would have ratings left out by whoever
  /// learns the generation again. What is gone already is no failure, so a call that failed half
  /// way may be made again.
  ///
  /// @param ownTopics as they were listed
  /// @return false, with nothing deleted, if somebody learns it
  /// @throws KafkaUnavailableException if Kafka does not answer
  public boolean delete(int generation, List<String> ownTopics) {
    String what = "deleting generation " + generation;
    try {
      String group = group(generation);
      get(what, admin().deleteConsumerGroups(List.of(group)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw refused(what, e.getCause());
      }
    } catch (KafkaException e) {
      throw refused(what, e);
    }
    for (KafkaFuture<Void> deleted : admin().deleteTopics(ownTopics).topicNameValues().values()) {
      try {
        get(what, deleted);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw refused(what, e.getCause());
        }
      }
    }
    return true;
  }
}
