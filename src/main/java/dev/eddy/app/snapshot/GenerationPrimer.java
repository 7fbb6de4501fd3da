package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.event.EventFilter;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotException;
import dev.eddy.snapshot.SnapshotFolder;
import dev.eddy.store.StoreKey;
import dev.eddy.stream.Generations;
import dev.eddy.stream.StreamSettings;
import dev.eddy.stream.Topics;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.record.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;

/// Primes a new generation of the model with a snapshot, beside those that are learned: writes what
/// its stores are restored from, and from where it goes on. Instances that are then started with
/// that `stream.generation` do the rest, as after any restart.
///
/// While it works, a topic says so, and no instance starts to learn the generation. What fails half
/// way is taken back.
public final class GenerationPrimer {

  private final Settings settings;
  private final StreamSettings stream;
  private final TopicNames names;
  private final Model model;

  /// Creates a primer.
  ///
  /// @param settings those of the new generation
  public GenerationPrimer(Settings settings) {
    this.settings = settings;
    stream = settings.stream();
    names = stream.names();
    model = settings.learning().newModel(settings.kernel().select());
  }

  /// What was done.
  ///
  /// @param generation that was primed
  /// @param continues whether it goes on in the topic of ratings that the snapshot was learned from
  /// @param behind how many records that topic has beyond the snapshot
  public record Primed(int generation, boolean continues, long behind, long users, long items) {}

  /// Primes the generation that the settings name.
  ///
  /// @param leaveOut which events beyond the snapshot are not to be learned
  /// @throws SnapshotException if the snapshot is damaged; nothing was changed then
  /// @throws CommandFailedException if it does not fit the settings or the generation is in use,
  ///     and nothing was changed; or if Kafka fails
  public Primed prime(Path folder, List<EventFilter> leaveOut, Steps steps) {
    SnapshotFolder snapshot = SnapshotFolder.open(folder);
    Manifest manifest = snapshot.manifest();
    checkFits(folder, manifest);
    try {
      return primeWithKafka(
          (kafka, claim) -> {
            String advice = "Name another one with --generation; GET /v1/admin/models lists them";
            claim.checkFree(advice);
            Optional<TopicDescription> before = kafka.describe(names.ratings());
            if (before.isPresent()) { // refused before anything is made
              int partitions = before.get().partitions().size();
              var _ = plan(kafka, manifest, before.get(), partitions, leaveOut);
            }
            return claim.hold(advice, () -> prime(kafka, snapshot, manifest, leaveOut, steps));
          });
    } catch (IOException e) {
      throw new SnapshotException(folder, "it cannot be read: " + e, e);
    }
  }

  /// Primes the generation that the settings name with nothing: it learns the ratings from their
  /// beginning.
  ///
  /// @param leaveOut which events are not to be learned
  /// @throws CommandFailedException if the generation is in use, and nothing was changed; or if
  ///     Kafka fails
  public Primed prime(List<EventFilter> leaveOut) {
    PrimingPlan.checkAskable(leaveOut, stream.repartition());
    return primeWithKafka(
        (kafka, claim) -> {
          String advice =
              "What it leaves out was settled when it began: go on with it without --leave-out, or"
                  + " name another one with --generation";
          claim.checkFree(advice);
          return claim.hold(advice, () -> primeWithNothing(kafka, leaveOut));
        });
  }

  private interface Priming<T, E extends Exception> {
    T with(KafkaClients kafka, GenerationClaim claim) throws E;
  }

  private <T, E extends Exception> T primeWithKafka(Priming<T, E> priming) throws E {
    try (KafkaClients kafka = new KafkaClients(stream)) {
      return priming.with(kafka, new GenerationClaim(kafka, stream));
    } catch (Generations.KafkaUnavailableException e) {
      throw new CommandFailedException(
          "Kafka at %s: %s".formatted(stream.bootstrapServers(), e.getMessage()), e);
    } catch (InterruptException e) {
      throw new CommandFailedException("interrupted; what was begun is taken back", e);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "Kafka at %s failed: %s".formatted(stream.bootstrapServers(), e.getMessage()), e);
    }
  }

  private void checkFits(Path folder, Manifest manifest) {
    LearningSettings learning = settings.learning();
    if (manifest.scale().min() != learning.ratingMin()
        || manifest.scale().max() != learning.ratingMax()) {
      throw new CommandFailedException(
          "%s: the scale of its ratings is %s to %s, but events.scale-min and events.scale-max say %s to %s. Set them as the snapshot has them"
              .formatted(
                  folder,
                  manifest.scale().min(),
                  manifest.scale().max(),
                  learning.ratingMin(),
                  learning.ratingMax()));
    }
    if (manifest.model() != null && !manifest.model().equals(model.signature())) {
      throw new CommandFailedException(
          "%s: it was learned with the model '%s', but the settings ask for '%s'. Set learning.* as its manifest.json says, or learn another model from the ratings with eddy rebuild"
              .formatted(folder, manifest.model(), model.signature()));
    }
  }

  private PrimingPlan plan(
      KafkaClients kafka,
      Manifest manifest,
      TopicDescription topic,
      int learnedPartitions,
      List<EventFilter> leaveOut) {
    List<TopicPartition> partitions =
        topic.partitions().stream()
            .map(info -> new TopicPartition(topic.name(), info.partition()))
            .toList();
    return PrimingPlan.of(
        manifest,
        model,
        new PrimingPlan.Ratings(
            topic.topicId().toString(),
            learnedPartitions,
            kafka.offsets(partitions, OffsetSpec.earliest()),
            kafka.offsets(partitions, OffsetSpec.latest())),
        stream.repartition(),
        leaveOut);
  }

  private Primed prime(
      KafkaClients kafka,
      SnapshotFolder snapshot,
      Manifest manifest,
      List<EventFilter> leaveOut,
      Steps steps)
      throws IOException {
    int partitions = makeTopics(kafka);
    TopicDescription ratings = kafka.describe(names.ratings()).orElseThrow();
    PrimingPlan plan = plan(kafka, manifest, ratings, partitions, leaveOut);
    long users;
    long items;
    try (PrimedRows rows = new PrimedRows(kafka.producer())) {
      SnapshotRows from = new SnapshotRows(snapshot, model, names, rows);
      items = from.writeItems();
      from.writeChoices();
      users = from.writeUsers(partitions, plan.keepsOffsets(stream.repartition()), steps);
      if (isEmpty(kafka, names.items())) {
        from.writeCatalog();
      }
      if (isEmpty(kafka, names.users())) {
        from.writeAttributes();
      }
      writeTotals(rows, plan);
    }
    setOffsets(kafka, plan);
    return new Primed(names.generation(), plan.continues(), behind(kafka, plan), users, items);
  }

  private Primed primeWithNothing(KafkaClients kafka, List<EventFilter> leaveOut) {
    PrimingPlan plan = PrimingPlan.ofNothing(model, makeTopics(kafka), leaveOut);
    try (PrimedRows rows = new PrimedRows(kafka.producer())) {
      writeTotals(rows, plan);
    }
    return new Primed(names.generation(), plan.continues(), behind(kafka, plan), 0, 0);
  }

  /// Makes the topics of the generation, and returns on how many partitions it learns.
  private int makeTopics(KafkaClients kafka) {
    int partitions = new Topics(stream, kafka.admin()).ensureForPriming().ratingPartitions();
    NewTopic changelog =
        new NewTopic(LearnProcessor.changelog(names), partitions, (short) stream.replication())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    kafka.get("making the changelog", kafka.admin().createTopics(List.of(changelog)).all());
    return partitions;
  }

  private void writeTotals(PrimedRows rows, PrimingPlan plan) {
    String changelog = LearnProcessor.changelog(names);
    plan.totals()
        .forEach(
            (partition, totals) ->
                rows.partition(changelog, partition).put(StoreKey.TASK, totals.encode()));
    rows.flush();
  }

  private static boolean isEmpty(KafkaClients kafka, String topic) {
    List<TopicPartition> partitions =
        kafka.describe(topic).orElseThrow().partitions().stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    return kafka.offsets(partitions, OffsetSpec.latest()).values().stream()
        .allMatch(end -> end == 0);
  }

  private void setOffsets(KafkaClients kafka, PrimingPlan plan) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    plan.next()
        .forEach(
            (partition, next) ->
                offsets.put(
                    new TopicPartition(names.ratings(), partition), new OffsetAndMetadata(next)));
    plan.exposures()
        .forEach(
            (partition, next) ->
                offsets.put(
                    new TopicPartition(names.exposures(), partition), new OffsetAndMetadata(next)));
    if (!offsets.isEmpty()) {
      kafka.get(
          "setting the offsets of the generation",
          kafka.admin().alterConsumerGroupOffsets(names.applicationId(), offsets).all());
    }
  }

  private long behind(KafkaClients kafka, PrimingPlan plan) {
    List<TopicPartition> partitions =
        IntStream.range(0, kafka.describe(names.ratings()).orElseThrow().partitions().size())
            .mapToObj(partition -> new TopicPartition(names.ratings(), partition))
            .toList();
    return kafka.offsets(partitions, OffsetSpec.latest()).entrySet().stream()
        .mapToLong(end -> end.getValue() - plan.next().getOrDefault(end.getKey(), 0L))
        .sum();
  }
}
