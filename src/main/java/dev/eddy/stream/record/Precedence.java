package dev.eddy.stream.record;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/// Lets a consumer read one topic before another: while many records of the first wait, it reads
/// none of the second.
///
/// Kafka hands out about as many bytes of each partition, and what is learned of a rating is more
/// bytes than the rating. So a thread that reads both would learn more and more that nobody
/// has merged, and hold all of it in memory.
///
/// The owner of the consumer pauses partitions as well; those stay paused. Used by one thread.
final class Precedence {

  /// So many records may wait in a partition of the first topic.
  static final long MOST_WAITING = 1_000;

  private final String first;
  private final String second;

  /// What the owner of the consumer has paused.
  private final Set<TopicPartition> paused = new HashSet<>();

  /// Creates a precedence.
  ///
  /// @param first the topic that is read first
  /// @param second the topic that waits for it
  Precedence(String first, String second) {
    this.first = first;
    this.second = second;
  }

  /// A consumer, as far as this needs it.
  interface Partitions {

    Set<TopicPartition> assignment();

    /// Returns how many records wait in a partition, 0 while that is not known.
    long lag(TopicPartition partition);

    void pause(Collection<TopicPartition> partitions);

    void resume(Collection<TopicPartition> partitions);
  }

  /// Notes what the owner of the consumer pauses.
  void ownerPauses(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
  }

  /// Notes what the owner of the consumer resumes.
  void ownerResumes(Collection<TopicPartition> partitions) {
    partitions.forEach(paused::remove);
  }

  /// Polls, without the partitions that have to wait.
  <T> T poll(Partitions partitions, Supplier<T> poll) {
    List<TopicPartition> waiting =
        open(partitions, first).stream().anyMatch(p -> partitions.lag(p) > MOST_WAITING)
            ? open(partitions, second)
            : List.of();
    partitions.pause(waiting);
    try {
      return poll.get();
    } finally {
      // In a poll partitions may be taken away, and the owner may pause what it is given.
      paused.retainAll(partitions.assignment());
      partitions.resume(open(partitions, second).stream().filter(waiting::contains).toList());
    }
  }

  /// Returns the partitions of a topic that the owner has not paused.
  private List<TopicPartition> open(Partitions partitions, String topic) {
    return partitions.assignment().stream()
        .filter(partition -> partition.topic().equals(topic) && !paused.contains(partition))
        .toList();
  }
}
