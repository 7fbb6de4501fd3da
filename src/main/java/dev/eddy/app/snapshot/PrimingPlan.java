package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.event.EventFilter;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.model.Model;
import dev.eddy.snapshot.Manifest;
import dev.eddy.stream.learn.TaskTotals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a generation goes on from a snapshot: from which offsets, and with which counts.
///
/// Where the topic `ratings` is the one that the snapshot was learned from, the generation goes on
/// right behind it. Any other topic is learned from its beginning, on top of the snapshot.
///
/// @param continues whether the generation goes on in the topic of the snapshot
/// @param next the first offset to be learned of each partition of `ratings`; empty for the
///     beginning
/// @param exposures the first offset to be counted of each partition of `exposures`; empty for the
///     beginning
/// @param totals what each partition that is learned begins with
record PrimingPlan(
    boolean continues,
    Map<Integer, Long> next,
    Map<Integer, Long> exposures,
    Map<Integer, TaskTotals> totals) {

  /// What a topic of ratings holds.
  ///
  /// @param id that Kafka gave it
  /// @param partitions how many there are where it is learned
  /// @param first the first offset that is still there, by partition
  /// @param end the offset behind the last record, by partition
  record Ratings(String id, int partitions, Map<Integer, Long> first, Map<Integer, Long> end) {}

  /// Makes a plan.
  ///
  /// @param repartitions whether ratings are sent to the partition of their user first
  /// @param leaveOut which events are not to be learned, beside those that the snapshot names
  /// @throws CommandFailedException if events between the snapshot and now are lost, or the
  ///     snapshot cannot tell from where to go on
  static PrimingPlan of(
      Manifest manifest,
      Model model,
      Ratings ratings,
      boolean repartitions,
      List<EventFilter> leaveOut) {
    List<EventFilter> leftOut = new ArrayList<>(leaveOut);
    if (manifest.leftOut() != null) {
      manifest.leftOut().forEach(filter -> leftOut.add(EventFilter.parse(filter)));
    }
    checkAskable(leftOut, repartitions);
    PrimingPlan nothing = ofNothing(model, ratings.partitions(), leftOut);
    if (!manifest.wasLearned()) {
      return nothing;
    }
    Map<Integer, TaskTotals> begins = nothing.totals();
    boolean isSame = manifest.source() != null && ratings.id().equals(manifest.source().ratings());
    if (isSame && manifest.source().repartitions()) {
      throw new CommandFailedException(
          "the snapshot was taken with stream.repartition=true, so it does not tell how far the"
              + " topic of ratings was read. Import it where that topic is another one");
    }
    Map<Integer, Long> next = new HashMap<>();
    Map<Integer, Long> exposures = new HashMap<>();
    if (isSame) {
      for (Manifest.Partition partition : manifest.partitions()) {
        checkThere(partition, ratings);
        next.put(partition.partition(), partition.next());
        if (!repartitions) {
          exposures.put(partition.partition(), partition.exposures());
        }
      }
    }
    if (isSame && !repartitions) {
      for (Manifest.Partition partition : manifest.partitions()) {
        begins.put(
            partition.partition(),
            totals(List.of(partition), model, partition.next() - 1, leftOut));
      }
    } else { // partitions are others here: the first takes over all that was counted
      begins.put(0, totals(manifest.partitions(), model, -1, leftOut));
    }
    return new PrimingPlan(isSame, next, exposures, begins);
  }

  /// Makes the plan of a generation that learns all ratings from their beginning.
  ///
  /// @param partitions on how many it learns
  /// @param leaveOut which events are not to be learned
  static PrimingPlan ofNothing(Model model, int partitions, List<EventFilter> leaveOut) {
    Map<Integer, TaskTotals> begins = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      begins.put(partition, totals(List.of(), model, -1, leaveOut));
    }
    return new PrimingPlan(false, Map.of(), Map.of(), begins);
  }

  /// Refuses filters that cannot be followed.
  ///
  /// @param repartitions whether ratings are sent to the partition of their user first
  /// @throws CommandFailedException saying which
  static void checkAskable(List<EventFilter> leaveOut, boolean repartitions) {
    if (repartitions && leaveOut.stream().anyMatch(EventFilter::asksForTime)) {
      throw new CommandFailedException(
          "with stream.repartition=true nobody knows any more when an event arrived, so from= and"
              + " to= cannot be asked for. Name a source, users or items");
    }
  }

  /// Whether offsets in histories are of the topic that is learned.
  ///
  /// @param repartitions whether ratings are sent to the partition of their user first
  boolean keepsOffsets(boolean repartitions) {
    return continues && !repartitions;
  }

  private static void checkThere(Manifest.Partition partition, Ratings ratings) {
    int number = partition.partition();
    long first = ratings.first().getOrDefault(number, 0L);
    long end = ratings.end().getOrDefault(number, 0L);
    if (partition.next() < first) {
      throw new CommandFailedException(
          "the snapshot ends at offset %d of partition %d of the ratings, but Kafka has deleted all before %d: the events between are lost. Use a newer snapshot"
              .formatted(partition.next(), number, first));
    }
    if (partition.next() > end) {
      throw new CommandFailedException(
          "the snapshot ends at offset %d of partition %d of the ratings, but the topic ends at %d: it was cut off. Import the snapshot where the topic is a new one"
              .formatted(partition.next(), number, end));
    }
  }

  private static TaskTotals totals(
      List<Manifest.Partition> of, Model model, long offset, List<EventFilter> leftOut) {
    Map<String, Long> counts = new HashMap<>();
    Map<Segment, PrequentialScore.Values> scores = new EnumMap<>(Segment.class);
    for (Manifest.Partition partition : of) {
      partition.totals().forEach((name, count) -> counts.merge(name, count, Long::sum));
      for (Segment segment : Segment.values()) {
        PrequentialScore.Values score = partition.scores().get(segment.label());
        if (score != null) {
          scores.merge(segment, score, PrequentialScore.Values::plus);
        }
      }
    }
    TaskTotals totals = TaskTotals.continued(counts, scores, offset, leftOut);
    totals.learnWith(model.signature());
    return totals;
  }
}
