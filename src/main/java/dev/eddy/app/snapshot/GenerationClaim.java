package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.stream.Generations;
import dev.eddy.stream.StreamSettings;
import dev.eddy.stream.record.TopicNames;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to prime the generation that the settings name. A topic marks it, so that no instance
/// starts to learn the generation meanwhile, and nobody primes another one of the namespace.
final class GenerationClaim {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationClaim.class);

  private final KafkaClients kafka;
  private final StreamSettings settings;
  private final TopicNames names;
  private final Generations generations;

  /// Claims nothing yet.
  GenerationClaim(KafkaClients kafka, StreamSettings settings) {
    this.kafka = kafka;
    this.settings = settings;
    names = settings.names();
    generations = new Generations(kafka::admin, names);
  }

  /// What is done while the claim holds.
  ///
  /// @param <T> what comes of it
  /// @param <E> how it may fail
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /// Refuses a generation that somebody learns or has learned.
  ///
  /// @param advice what to do then
  /// @throws CommandFailedException if it is in use, or one of the namespace is being primed
  void checkFree(String advice) {
    List<Generations.Generation> all = generations.list();
    checkNothingPrimed(all);
    checkUnused(all, advice);
  }

  /// The mark does not count as use.
  private void checkUnused(List<Generations.Generation> all, String advice) {
    boolean isUsed =
        all.stream()
                .filter(one -> one.generation() == names.generation())
                .anyMatch(one -> one.instances() > 0 || hasTopics(one))
            || !kafka.committed(names.applicationId()).isEmpty();
    if (isUsed) {
      throw new CommandFailedException(
          "generation %d is in use. %s".formatted(names.generation(), advice));
    }
  }

  private boolean hasTopics(Generations.Generation one) {
    return one.topics().stream().anyMatch(topic -> !topic.equals(names.priming()));
  }

  private void checkNothingPrimed(List<Generations.Generation> all) {
    for (Generations.Generation one : all) {
      if (one.topics().contains(new TopicNames(names.namespace(), one.generation()).priming())) {
        throw primed(one.generation());
      }
    }
  }

  private static CommandFailedException primed(int generation) {
    return new CommandFailedException(
        ("generation %d is being primed. Wait until that has ended. If it was killed half way,"
                + " remove it with DELETE /v1/admin/models/%d on an instance of another generation")
            .formatted(generation, generation));
  }

  /// Works while the claim holds. What fails half way, or is interrupted, is taken back.
  ///
  /// @param advice what to do if the generation is in use
  /// @throws CommandFailedException if somebody else primes a generation, or has begun to learn
  ///     this one since [#checkFree]; nothing is changed then
  <T, E extends Exception> T hold(String advice, Work<T, E> work) throws E {
    mark();
    try {
      checkStillFree(advice);
    } catch (RuntimeException e) {
      evenIfInterrupted(this::unmarkAfterFailure);
      throw e;
    }
    try {
      T done = work.run();
      unmark();
      return done;
    } catch (Exception e) {
      evenIfInterrupted(this::takeBack);
      throw e;
    }
  }

  /// Checks again under the mark: of two that begin at the same moment, one sees the other, and who
  /// began to learn the generation before the mark was there did not see it.
  private void checkStillFree(String advice) {
    List<Generations.Generation> all = generations.list();
    checkNothingPrimed(all.stream().filter(one -> one.generation() != names.generation()).toList());
    checkUnused(all, advice);
  }

  /// Kafka's client refuses to work for a thread that is interrupted.
  private static void evenIfInterrupted(Runnable work) {
    boolean isInterrupted = Thread.interrupted();
    work.run();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void mark() {
    NewTopic mark = new NewTopic(names.priming(), 1, (short) settings.replication());
    try {
      kafka.get("marking the generation", kafka.admin().createTopics(List.of(mark)).all());
    } catch (CommandFailedException e) {
      if (e.getCause() instanceof TopicExistsException) { // whose work is not to be taken back
        throw primed(names.generation());
      }
      throw e;
    }
  }

  private void unmark() {
    kafka.get(
        "unmarking the generation", kafka.admin().deleteTopics(List.of(names.priming())).all());
  }

  private void unmarkAfterFailure() {
    try {
      unmark();
    } catch (RuntimeException e) { // the first failure is the one to tell
      LOG.error(
          "Generation {} stays marked as being primed; delete the topic {}",
          names.generation(),
          names.priming(),
          e);
    }
  }

  private void takeBack() {
    try {
      List<String> topics =
          generations.list().stream()
              .filter(one -> one.generation() == names.generation())
              .flatMap(one -> one.topics().stream())
              .toList();
      if (!generations.delete(names.generation(), topics)) {
        LOG.error(
            "Generation {} is learned by somebody, and stays half primed", names.generation());
      }
    } catch (RuntimeException e) { // the first failure is the one to tell
      LOG.error(
          "Generation {} stays half primed; DELETE /v1/admin/models/{} removes it",
          names.generation(),
          names.generation(),
          e);
    }
  }
}
