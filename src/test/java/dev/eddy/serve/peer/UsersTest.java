package dev.eddy.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.WriteToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Users of an instance that is the only one, which has learned its partition up to offset 100.
class UsersTest {

  private final FakeBackend backend = new FakeBackend(new Random(7));
  private final PeerClient peers =
      new PeerClient(backend, Optional.empty(), Optional::empty, new SimpleMeterRegistry());
  private final Users users = new Users(backend, peers, Duration.ofMillis(5));

  @AfterEach
  void close() {
    peers.close();
  }

  private static WriteToken at(long offset) {
    return new WriteToken(Map.of(0, offset));
  }

  @Test
  void shouldFindUsersOnceWhatWasWrittenIsLearned() {
    assertThat(users.of("ann", at(100)).known()).isTrue();
    assertThat(users.of(List.of("ann", "bob"), WriteToken.NONE)).containsOnlyKeys("ann", "bob");
  }

  @Test
  void shouldSayThatAWriteIsNotLearnedInTime() {
    assertThatThrownBy(() -> users.of("ann", at(101)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("0:101 is not learned yet; partition 0 is at offset 100");
  }
}
