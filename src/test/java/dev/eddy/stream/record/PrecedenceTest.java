package dev.eddy.stream.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

  private static final TopicPartition DELTAS = new TopicPartition("deltas", 0);
  private static final TopicPartition RATINGS = new TopicPartition("ratings", 0);
  private static final TopicPartition OTHER_RATINGS = new TopicPartition("ratings", 1);
  private static final TopicPartition USERS = new TopicPartition("users", 0);

  private final Partitions partitions = new Partitions();
  private final Precedence precedence = new Precedence("deltas", "ratings");

  /// What a consumer keeps of its partitions; resuming one that is not assigned is an error, as
  /// there.
  private static final class Partitions implements Precedence.Partitions {
    private final Set<TopicPartition> assigned =
        new HashSet<>(List.of(DELTAS, RATINGS, OTHER_RATINGS, USERS));
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Map<TopicPartition, Long> lags = new HashMap<>();

    @Override
    public Set<TopicPartition> assignment() {
      return Set.copyOf(assigned);
    }

    @Override
    public long lag(TopicPartition partition) {
      return lags.getOrDefault(partition, 0L);
    }

    @Override
    public void pause(Collection<TopicPartition> some) {
      assertThat(assigned).containsAll(some);
      paused.addAll(some);
    }

    @Override
    public void resume(Collection<TopicPartition> some) {
      assertThat(assigned).containsAll(some);
      paused.removeAll(some);
    }
  }

  private void ownerPauses(TopicPartition partition) {
    precedence.ownerPauses(List.of(partition));
    partitions.pause(List.of(partition));
  }

  private Set<TopicPartition> pausedInPoll() {
    return precedence.poll(partitions, () -> Set.copyOf(partitions.paused));
  }

  @Test
  void shouldReadEverythingWhileFewWait() {
    partitions.lags.put(DELTAS, Precedence.MOST_WAITING);
    partitions.lags.put(RATINGS, 1_000_000L);
    assertThat(pausedInPoll()).isEmpty();
  }

  @Test
  void shouldReadTheFirstTopicAloneWhileManyWait() {
    partitions.lags.put(DELTAS, Precedence.MOST_WAITING + 1);
    assertThat(pausedInPoll()).containsExactlyInAnyOrder(RATINGS, OTHER_RATINGS);
    assertThat(partitions.paused).isEmpty();
  }

  @Test
  void shouldLeavePausedWhatTheOwnerPaused() {
    partitions.lags.put(DELTAS, Precedence.MOST_WAITING + 1);
    ownerPauses(RATINGS);
    assertThat(pausedInPoll()).contains(RATINGS, OTHER_RATINGS);
    assertThat(partitions.paused).containsExactly(RATINGS);
    precedence.ownerResumes(List.of(RATINGS));
    partitions.resume(List.of(RATINGS));
    assertThat(pausedInPoll()).contains(RATINGS);
    assertThat(partitions.paused).isEmpty();
  }

  @Test
  void shouldNotWaitForAPartitionThatTheOwnerPaused() {
    partitions.lags.put(DELTAS, Precedence.MOST_WAITING + 1);
    ownerPauses(DELTAS);
    assertThat(pausedInPoll()).as("they cannot become fewer").containsExactly(DELTAS);
  }

  @Test
  void shouldLiveWithPartitionsThatAreTakenAwayOrPausedInAPoll() {
    partitions.lags.put(DELTAS, Precedence.MOST_WAITING + 1);
    precedence.poll(
        partitions,
        () -> {
          partitions.assigned.remove(RATINGS);
          partitions.paused.remove(RATINGS);
          ownerPauses(OTHER_RATINGS);
          return null;
        });
    assertThat(partitions.paused).containsExactly(OTHER_RATINGS);
  }

  @Test
  void shouldResumeAfterAPollThatFailed() {
    partitions.lags.put(DELTAS, Precedence.MOST_WAITING + 1);
    assertThatThrownBy(
            () ->
                precedence.poll(
                    partitions,
                    () -> {
                      throw new IllegalStateException("no broker");
                    }))
        .hasMessage("no broker");
    assertThat(partitions.paused).isEmpty();
  }
}
