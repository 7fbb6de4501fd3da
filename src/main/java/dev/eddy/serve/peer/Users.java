package dev.eddy.serve.peer;

import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.LocalUsers;
import dev.eddy.serve.backend.Raters;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The users of all instances. One that is learned here is read here; another one is asked of the
/// instance that learns it, in one question with all others that it has; and while that does not
/// answer, of whoever keeps a copy that is not too old.
public final class Users {

  /// A query waits so long for a write to be learned.
  static final Duration LEARN_DEADLINE = Duration.ofSeconds(2);

  private static final int POLL_MS = 2;

  private final Backend backend;
  private final PeerClient peers;
  private final Duration learnDeadline;

  public Users(Backend backend, PeerClient peers) {
    this(backend, peers, LEARN_DEADLINE);
  }

  /// Waits for writes as long as it is told.
  Users(Backend backend, PeerClient peers, Duration learnDeadline) {
    this.backend = backend;
    this.peers = peers;
    this.learnDeadline = learnDeadline;
  }

  /// Returns a user.
  ///
  /// @param after a write that must have been learned
  /// @throws ProblemException 503 if nobody who has the user answers, or the write is not learned
  ///     in time
  public UserState of(String userId, WriteToken after) {
    return of(List.of(userId), after).get(userId);
  }

  /// Returns several users, by id.
  public Map<String, UserState> of(Collection<String> userIds, WriteToken after) {
    Map<String, UserState> found = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>();
    for (String userId : userIds) {
      awaitLearned(userId, after);
      Optional<UserState> here = backend.localUsers().learned(userId);
      here.ifPresentOrElse(user -> found.put(userId, user), () -> missing.add(userId));
    }
    if (!missing.isEmpty()) {
      Map<String, LocalUsers.Placement> placements = new HashMap<>();
      missing.forEach(userId -> placements.put(userId, backend.localUsers().placement(userId)));
      ask(missing, userId -> placements.get(userId).owner(), false, after, found);
      if (after.offsets().isEmpty()) { // a copy does not know what was just written
        missing.forEach(
            userId ->
                backend.localUsers().copied(userId).ifPresent(user -> found.put(userId, user)));
        missing.removeAll(found.keySet());
        ask(
            missing,
            userId -> placements.get(userId).copies().stream().findFirst(),
            true,
            after,
            found);
      }
    }
    for (String userId : missing) {
      boolean moving = backend.localUsers().placement(userId).owner().isEmpty();
      throw ProblemException.unavailable(
          "user %s is on partition %d, %s"
              .formatted(
                  userId,
                  backend.localUsers().partitionOf(userId),
                  moving
                      ? "which is moving between instances"
                      : "whose instance did not answer in time"));
    }
    return found;
  }

  /// Asks whoever has the missing users, and moves those who are found.
  private void ask(
      Set<String> missing,
      Function<String, Optional<URI>> whom,
      boolean copies,
      WriteToken after,
      Map<String, UserState> found) {
    Map<URI, List<String>> questions = new HashMap<>();
    for (String userId : missing) {
      whom.apply(userId)
          .ifPresent(peer -> questions.computeIfAbsent(peer, p -> new ArrayList<>()).add(userId));
    }
    found.putAll(peers.users(questions, copies, after));
    missing.removeAll(found.keySet());
  }

  /// Waits until what was written to a user's partition is learned, if it is learned here.
  ///
  /// @throws ProblemException 503 if it is not in time
  void awaitLearned(String userId, WriteToken after) {
    int partition = backend.localUsers().partitionOf(userId);
    long offset = after.offset(partition);
    long deadlineNs = System.nanoTime() + learnDeadline.toNanos();
    while (offset >= 0 && backend.localUsers().learnedOffset(partition).orElse(offset) < offset) {
      if (System.nanoTime() > deadlineNs) {
        throw ProblemException.unavailable(
            "the write %s is not learned yet; partition %d is at offset %d"
                .formatted(
                    after, partition, backend.localUsers().learnedOffset(partition).orElse(-1)));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw ProblemException.unavailable("the instance is stopping", e);
      }
    }
  }

  /// Returns ids of users, in the order of ids.
  ///
  /// @param text which they have in their id, upper and lower case the same; empty for all
  public LocalUsers.UserPage page(String text, int offset, int n) {
    List<LocalUsers.UserPage> pages =
        everywhere(
            backend.localUsers().users(text, 0, offset + n),
            PeerPageEndpoint.target("id", text, offset + n),
            LocalUsers.UserPage.class);
    return merged(pages, Comparator.comparing(LocalUsers.UserCount::userId), offset, n);
  }

  /// Returns the users with most ratings, the busiest first.
  public LocalUsers.UserPage busiest(int offset, int n) {
    List<LocalUsers.UserPage> pages =
        everywhere(
            backend.localUsers().busiestUsers(offset + n),
            PeerPageEndpoint.target("count", "", offset + n),
            LocalUsers.UserPage.class);
    return merged(
        pages,
        Comparator.comparingInt((LocalUsers.UserCount user) -> -user.ratings())
            .thenComparing(LocalUsers.UserCount::userId),
        offset,
        n);
  }

  private static LocalUsers.UserPage merged(
      List<LocalUsers.UserPage> pages, Comparator<LocalUsers.UserCount> order, int offset, int n) {
    return new LocalUsers.UserPage(
        pages.stream().mapToInt(LocalUsers.UserPage::total).sum(),
        pages.stream()
            .flatMap(page -> page.users().stream())
            .sorted(order)
            .skip(offset)
            .limit(n)
            .toList());
  }

  /// Returns who rated an item.
  public Raters raters(String itemId) {
    return everywhere(
            backend.localUsers().raters(itemId), PeerRatersEndpoint.target(itemId), Raters.class)
        .stream()
        .reduce(Raters.NONE, Raters::and);
  }

  /// Returns the users whose vectors point most in a direction.
  public LocalUsers.NearestUsers nearest(double[] direction, int minCount, int n) {
    List<LocalUsers.NearestUsers> answers =
        everywhere(
            backend.localUsers().nearestUsers(direction, minCount, n),
            PeerNearestEndpoint.target(direction, minCount, n),
            LocalUsers.NearestUsers.class);
    return new LocalUsers.NearestUsers(
        answers.stream()
            .flatMap(answer -> answer.neighbours().stream())
            .sorted(
                Comparator.comparingDouble((LocalUsers.Neighbour user) -> -user.cosine())
                    .thenComparing(LocalUsers.Neighbour::userId))
            .limit(n)
            .toList(),
        answers.stream().mapToInt(LocalUsers.NearestUsers::users).sum(),
        answers.stream().mapToInt(LocalUsers.NearestUsers::solved).sum());
  }

  private <T> List<T> everywhere(T here, String target, Class<T> type) {
    List<T> answers = new ArrayList<>(peers.all(backend.localUsers().peers(), target, type));
    answers.add(here);
    return answers;
  }
}
