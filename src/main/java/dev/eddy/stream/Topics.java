package dev.eddy.stream;

import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.record.TopicNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates the topics that are missing and checks those that are there.
///
/// Inputs are stamped by the broker (log append time): retention goes by record time, so ratings
/// of ten years ago, replayed today, must not count as ten years old.
public final class Topics {

  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
  private static final int TIMEOUT_S = 30;
  private static final int MAX_TRIES = 50;
  private static final int PAUSE_MS = 200;
  private static final int COUNTS_DAYS = 7;

  /// Every instance reads all signals at its start.
  private static final int SIGNALS_DAYS = 30;

  /// What was shown names persons, and is counted at once.
  private static final int EXPOSURES_DAYS = 30;

  private final StreamSettings settings;
  private final Admin admin;

  /// Creates nothing yet.
  ///
  /// @param admin stays open for as long as this is used
  public Topics(StreamSettings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
  }

  private record Spec(String name, int partitions, Map<String, String> config) {}

  /// What the topics turned out to be.
  ///
  /// @param ratingPartitions how many partitions the ratings have where they are learned
  public record Found(int ratingPartitions) {}

  /// Creates what is missing, checks what is there.
  ///
  /// @throws StartException naming the topic and what to do
  Found ensure() {
    return ensure(false);
  }

  /// Does the same for a generation that is being primed, which nobody may learn yet.
  ///
  /// @throws StartException naming the topic and what to do
  public Found ensureForPriming() {
    return ensure(true);
  }

  private Found ensure(boolean isPriming) {
    try {
      if (!isPriming) {
        checkPrimed();
      }
      Found found = ensureAfter(0);
      if (!isPriming) {
        checkPrimed(); // who marked it before our topics were there did not see us
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while the topics were being checked", e);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw new StartException(
          "cannot create or check the topics at "
              + settings.bootstrapServers()
              + ": "
              + (cause.getMessage() == null || cause.getMessage().isBlank()
                  ? cause
                  : cause.getMessage()),
          cause);
    }
  }

  /// A topic just created may be unknown for a moment to the broker that is asked about it, so
  /// all is done once more then; what is there already is left alone.
  private Found ensureAfter(int tries)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      checkFormat();
      List<Spec> specs = specs(partitions());
      Collection<String> present = present(names(specs));
      create(specs.stream().filter(spec -> !present.contains(spec.name)).toList());
      Map<String, TopicDescription> all = describe(names(specs));
      checkConfigs(specs);
      checkPartitions(all);
      return new Found(all.get(learned()).partitions().size());
    } catch (ExecutionException e) {
      if (tries == MAX_TRIES || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      return ensureAfter(tries + 1);
    }
  }

  /// Refuses the state of earlier builds, which logged users' rows in place of what happened.
  private void checkFormat() throws InterruptedException, ExecutionException, TimeoutException {
    String former = settings.names().applicationId() + "-" + LearnProcessor.ROWS + "-changelog";
    if (!present(List.of(former)).isEmpty()) {
      throw new StartException(
          ("the topic %s has an older state format, which this build cannot read. Set"
                  + " stream.generation to a number other than %d to learn everything again from"
                  + " the ratings")
              .formatted(former, settings.names().generation()));
    }
  }

  /// Refuses a generation of which only a part may be there.
  private void checkPrimed() throws InterruptedException, ExecutionException, TimeoutException {
    TopicNames names = settings.names();
    if (!present(List.of(names.priming())).isEmpty()) {
      throw new StartException(
          ("generation %d is being primed, or its priming ended half way: the topic %s is there."
               + " Start when it is done; or remove the generation (DELETE /v1/admin/models/%d on"
               + " an instance of another one), and import again")
              .formatted(names.generation(), names.priming(), names.generation()));
    }
  }

  /// Returns how many partitions a topic gets that is missing: as many as the ratings have, if
  /// they are there already.
  private int partitions() throws InterruptedException, ExecutionException, TimeoutException {
    String ratings = settings.names().ratings();
    List<String> asked = List.of(ratings);
    return settings.repartition() || present(asked).isEmpty()
        ? settings.partitions()
        : describe(asked).get(ratings).partitions().size();
  }

  private String learned() {
    return settings.names().learned(settings.repartition());
  }

  private List<Spec> specs(int partitions) {
    TopicNames names = settings.names();
    String compact = TopicConfig.CLEANUP_POLICY_COMPACT;
    String delete = TopicConfig.CLEANUP_POLICY_DELETE;
    List<Spec> specs = new ArrayList<>();
    specs.add(new Spec(names.ratings(), partitions, input(delete)));
    specs.add(new Spec(names.exposures(), partitions, exposures()));
    specs.add(new Spec(names.users(), partitions, input(compact)));
    specs.add(new Spec(names.items(), 1, input(compact)));
    specs.add(new Spec(names.itemDeltas(), partitions, kept(delete)));
    specs.add(new Spec(names.itemFactors(), partitions, merged()));
    specs.add(new Spec(names.itemChoices(), partitions, merged()));
    specs.add(new Spec(names.driftCounts(), 1, keptFor(COUNTS_DAYS)));
    specs.add(new Spec(names.driftSignals(), 1, keptFor(SIGNALS_DAYS)));
    specs.add(new Spec(names.deadLetters(), partitions, deadLetters()));
    if (settings.repartition()) {
      specs.add(new Spec(names.repartitioned(), partitions, input(delete)));
      specs.add(new Spec(names.repartitionedUsers(), partitions, input(delete)));
      specs.add(new Spec(names.repartitionedExposures(), partitions, input(delete)));
    }
    return specs;
  }

  private static Map<String, String> input(String cleanup) {
    Map<String, String> config = new HashMap<>(kept(cleanup));
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return config;
  }

  private static Map<String, String> kept(String cleanup) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG, cleanup, TopicConfig.RETENTION_MS_CONFIG, "-1");
  }

  private static Map<String, String> exposures() {
    Map<String, String> config = new HashMap<>(input(TopicConfig.CLEANUP_POLICY_DELETE));
    config.putAll(keptFor(EXPOSURES_DAYS));
    return config;
  }

  private static Map<String, String> keptFor(int days) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(days * 86_400_000L));
  }

  /// A dead letter is a record as it was read and headers besides.
  private static Map<String, String> deadLetters() {
    Map<String, String> config = new HashMap<>(kept(TopicConfig.CLEANUP_POLICY_DELETE));
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 << 20));
    return config;
  }

  /// Each instance reads this topic from its beginning, so it is compacted early and in small
  /// pieces.
  private static Map<String, String> merged() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.SEGMENT_BYTES_CONFIG,
        Integer.toString(64 << 20),
        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
        "0.1");
  }

  private static List<String> names(List<Spec> specs) {
    return specs.stream().map(Spec::name).toList();
  }

  private Collection<String> present(Collection<String> names)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin.listTopics().names().get(TIMEOUT_S, TimeUnit.SECONDS).stream()
        .filter(names::contains)
        .toList();
  }

  /// Describes all of these topics or fails: unlike a list of the topics, which leaves out one
  /// that the broker has not heard of yet, a description of it is an error, and so tried again.
  private Map<String, TopicDescription> describe(Collection<String> names)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin.describeTopics(names).allTopicNames().get(TIMEOUT_S, TimeUnit.SECONDS);
  }

  private void create(List<Spec> missing)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<NewTopic> topics =
        missing.stream()
            .map(
                spec ->
                    new NewTopic(
                            spec.name,
                            Optional.of(spec.partitions),
                            Optional.of((short) settings.replication()))
                        .configs(spec.config))
            .toList();
    for (var created : admin.createTopics(topics).values().entrySet()) {
      try {
        created.getValue().get(TIMEOUT_S, TimeUnit.SECONDS);
        LOG.info("Created topic {}", created.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // another instance was quicker
          throw e;
        }
      }
    }
  }

  private void checkConfigs(List<Spec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<ConfigResource, Config> configs =
        admin
            .describeConfigs(
                specs.stream()
                    .map(spec -> new ConfigResource(ConfigResource.Type.TOPIC, spec.name))
                    .toList())
            .all()
            .get(TIMEOUT_S, TimeUnit.SECONDS);
    List<String> problems = new ArrayList<>();
    for (Spec spec : specs) {
      Config actual = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, spec.name));
      for (String key :
          List.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)) {
        String wanted = spec.config.get(key);
        String has = actual.get(key).value();
        if (wanted != null && !wanted.equals(has)) {
          problems.add(
              ("topic %s has %s=%s, but needs %s. Run kafka-configs --alter --topic %s --add-config"
                      + " %s=%s")
                  .formatted(spec.name, key, has, wanted, spec.name, key, wanted));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new StartException(String.join("; ", problems));
    }
  }

  /// Kafka Streams does not check that topics which meet in one processor are partitioned alike.
  private void checkPartitions(Map<String, TopicDescription> topics) {
    TopicNames names = settings.names();
    List<String> together =
        settings.repartition()
            ? List.of(learned(), names.repartitionedUsers(), names.repartitionedExposures())
            : List.of(learned(), names.users(), names.exposures());
    Map<String, Integer> counts =
        together.stream()
            .collect(Collectors.toMap(name -> name, name -> topics.get(name).partitions().size()));
    if (counts.values().stream().distinct().count() > 1) {
      throw new StartException(
          ("the topics %s must have the same number of partitions, but have %s. Recreate the empty"
                  + " ones")
              .formatted(together, counts));
    }
  }
}
