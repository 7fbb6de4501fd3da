package dev.eddy.serve.operations;

import dev.eddy.factorization.user.History;
import dev.eddy.http.EventStream;
import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.peer.Users;
import java.io.IOException;
import java.util.stream.Stream;

/// Sends an event `user` at first and whenever something of a user is learned, on whichever
/// instance.
final class WatchedUser implements EventsEndpoint.Watched {

  /// A user of another instance is asked for over the network.
  private static final int TICKS_ELSEWHERE = 3;

  private final Backend backend;
  private final Users users;
  private final String userId;
  private State last;
  private int tick;

  WatchedUser(Backend backend, Users users, String userId) {
    this.backend = backend;
    this.users = users;
    this.userId = userId;
  }

  /// What a change shows in.
  ///
  /// @param ratings how many ratings stand
  /// @param events how many events without a rating stand
  /// @param influence grows with every rating that is learned
  /// @param offset of the latest event that stands, -1 without any
  /// @param problem why nothing is known right now; absent as a rule
  record State(
      String userId, int ratings, int events, double influence, long offset, String problem) {

    private static State of(UserState user) {
      return new State(
          user.userId(),
          user.count(),
          user.interactions().size(),
          Json.round(user.influence()),
          Stream.concat(user.ratings().stream(), user.interactions().stream())
              .mapToLong(History.Entry::offset)
              .max()
              .orElse(-1),
          null);
    }
  }

  @Override
  public void tick(EventStream events) throws IOException {
    boolean isHere =
        backend.localUsers().learnedOffset(backend.localUsers().partitionOf(userId)).isPresent();
    if (!backend.status().ready() || (!isHere && tick++ % TICKS_ELSEWHERE != 0)) {
      return;
    }
    State now;
    try {
      now = State.of(users.of(userId, WriteToken.NONE));
    } catch (ProblemException e) { // the partition moves
      now = new State(userId, 0, 0, 0, -1, e.getMessage());
    }
    if (!now.equals(last)) {
      last = now;
      events.send("user", Json.write(now));
    }
  }
}
