package dev.eddy.app.instance;

import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Models;
import dev.eddy.stream.Generations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Shows the generations that Kafka holds to the query layer.
final class LiveModels implements Models {

  private final Generations generations;
  private final Set<Integer> here;
  private final IntConsumer beforeDeletion;
  private final LongSupplier clockNs;
  private final Map<Integer, CatchUpPace> paces = new HashMap<>();

  /// Creates a view.
  ///
  /// @param generations asks Kafka
  /// @param here the generations that this instance learns, or is about to
  /// @param beforeDeletion is told which generation is to be deleted
  /// @param clockNs tells nanoseconds, and does not go back
  LiveModels(
      Generations generations,
      Set<Integer> here,
      IntConsumer beforeDeletion,
      LongSupplier clockNs) {
    this.generations = generations;
    this.here = Set.copyOf(here);
    this.beforeDeletion = beforeDeletion;
    this.clockNs = clockNs;
  }

  @Override
  public List<Generation> list() {
    List<Generations.Generation> all;
    try {
      all = generations.list();
    } catch (Generations.KafkaUnavailableException e) {
      throw ProblemException.unavailable(e.getMessage(), e);
    }
    return paced(all);
  }

  private synchronized List<Generation> paced(List<Generations.Generation> all) {
    long nowNs = clockNs.getAsLong();
    paces.keySet().retainAll(all.stream().map(one -> one.generation()).collect(Collectors.toSet()));
    return all.stream()
        .map(
            one ->
                new Generation(
                    one.generation(),
                    here.contains(one.generation()),
                    one.instances(),
                    one.behind(),
                    paces
                        .computeIfAbsent(one.generation(), any -> new CatchUpPace())
                        .secondsLeft(nowNs, one.behind()),
                    one.topics()))
        .toList();
  }

  @Override
  public void delete(Generation generation) {
    beforeDeletion.accept(generation.generation());
    try {
      if (!generations.delete(generation.generation(), generation.topics())) {
        throw ProblemException.conflict(
            "an instance has started to learn generation %d; stop it first"
                .formatted(generation.generation()));
      }
    } catch (Generations.KafkaUnavailableException e) {
      throw ProblemException.unavailable(e.getMessage(), e);
    }
  }
}
