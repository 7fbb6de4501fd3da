package dev.eddy.app;

import dev.eddy.factorization.History;
import dev.eddy.factorization.HistorySolver;
import dev.eddy.factorization.HistoryView;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.Taste;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.http.ProblemException;
import dev.eddy.kernel.TopN;
import dev.eddy.serve.LocalUsers;
import dev.eddy.serve.UserState;
import dev.eddy.stream.Engine;
import dev.eddy.stream.LearnTask;
import dev.eddy.stream.Owners;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The users of a running engine, as the query layer sees them.
final class LiveUsers implements LocalUsers {

  private static final Logger LOG = LoggerFactory.getLogger(LiveUsers.class);

  private final Engine engine;
  private final long maxCopyLag;

  /// Those that solve nothing right now.
  private final Queue<HistorySolver> solvers = new ConcurrentLinkedQueue<>();

  /// Shows an engine's users.
  ///
  /// @param maxCopyLag how many records a copy may be behind
  LiveUsers(Engine engine, long maxCopyLag) {
    this.engine = engine;
    this.maxCopyLag = maxCopyLag;
  }

  @Override
  public Optional<UserState> learned(String userId) {
    Optional<LearnTask> owner = engine.tasks().of(userId);
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    LearnTask task = owner.get();
    try {
      return Optional.of(
          state(
              userId,
              task.find(userId),
              engine.newcomers().user(userId),
              task.attributes(userId),
              OptionalLong.empty()));
    } catch (InvalidStateStoreException e) {
      LOG.debug("Partition {} is just moving away", task.partition(), e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<UserState> copied(String userId) {
    return engine
        .owners()
        .flatMap(owners -> owners.copy(userId, maxCopyLag))
        .map(
            copy ->
                state(
                    userId,
                    copy.user(),
                    engine.newcomers().userWith(copy.features()),
                    copy.attributes(),
                    OptionalLong.of(copy.lag())));
  }

  /// Solves the user's row here and now, from the ratings and the items as they are.
  private UserState state(
      String userId,
      User user,
      float[] start,
      Map<String, String> attributes,
      OptionalLong staleBy) {
    if (user == null) {
      return new UserState(
          userId, false, start, start, 0, 0, List.of(), List.of(), attributes, staleBy);
    }
    UserRow.Snapshot row = user.row().snapshot();
    HistoryView history = user.history().view();
    HistorySolver free = solvers.poll();
    HistorySolver solver =
        free != null ? free : new HistorySolver(engine.model(), engine.index()::values);
    float[] values = solver.solve(engine.index().shared(), start, history);
    solvers.offer(solver);
    return new UserState(
        userId,
        true,
        values,
        start,
        row.count(),
        row.influence(),
        standing(history),
        standing(user.interactionsView()),
        attributes,
        staleBy);
  }

  private static List<History.Entry> standing(HistoryView history) {
    return Arrays.stream(history.entries()).filter(History.Entry::live).toList();
  }

  @Override
  public Placement placement(String userId) {
    return engine
        .owners()
        .map(owners -> owners.of(userId))
        .map(found -> new Placement(found.owner(), found.copies()))
        .orElse(new Placement(Optional.empty(), List.of()));
  }

  @Override
  public List<URI> peers() {
    return engine.owners().map(Owners::peers).orElse(List.of());
  }

  @Override
  public int partitionOf(String userId) {
    return engine.tasks().partitionOf(userId);
  }

  @Override
  public OptionalLong learnedOffset(int partition) {
    return engine.tasks().all().stream()
        .filter(task -> task.partition() == partition)
        .mapToLong(LearnTask::learnedOffset)
        .findFirst();
  }

  @Override
  public UserPage users(int offset, int n) {
    Map<String, Integer> counts = userCounts();
    return new UserPage(
        counts.size(),
        counts.entrySet().stream().skip(offset).limit(n).map(LiveUsers::userCount).toList());
  }

  @Override
  public UserPage busiestUsers(int n) {
    Map<String, Integer> counts = userCounts();
    return new UserPage(
        counts.size(),
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(n)
            .map(LiveUsers::userCount)
            .toList());
  }

  @Override
  public NearestUsers nearestUsers(double[] direction, int minCount, int n) {
    Model model = engine.model();
    float[] shared = engine.index().shared();
    TopN best = new TopN(n);
    List<Neighbour> seen = new ArrayList<>();
    int[] users = {0, 0};
    onTasks(
        task ->
            task.forEachRow(
                (id, count, row) -> {
                  users[0]++;
                  users[1] += row == null ? 0 : 1;
                  if (count >= minCount && row != null) {
                    double cosine = Taste.cosine(direction, Taste.direction(model, shared, row));
                    if (cosine >= best.threshold()) {
                      best.offer(seen.size(), (float) cosine);
                      seen.add(new Neighbour(id, cosine, count));
                    }
                  }
                }));
    return new NearestUsers(
        Arrays.stream(best.drain(new float[best.size()])).mapToObj(seen::get).toList(),
        users[0],
        users[1]);
  }

  private Map<String, Integer> userCounts() {
    Map<String, Integer> counts = new TreeMap<>();
    onTasks(task -> task.forEachUser(counts::put));
    return counts;
  }

  private void onTasks(Consumer<LearnTask> visit) {
    try {
      engine.tasks().all().forEach(visit);
    } catch (InvalidStateStoreException e) {
      throw ProblemException.unavailable("partitions are just moving, try again", e);
    }
  }

  private static UserCount userCount(Map.Entry<String, Integer> entry) {
    return new UserCount(entry.getKey(), entry.getValue());
  }
}
