package dev.eddy.app.instance;

import dev.eddy.factorization.Taste;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.http.ProblemException;
import dev.eddy.kernel.TopN;
import dev.eddy.serve.backend.LocalUsers;
import dev.eddy.serve.backend.Raters;
import dev.eddy.serve.backend.UserState;
import dev.eddy.stream.Engine;
import dev.eddy.stream.Owners;
import dev.eddy.stream.learn.PartitionView;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
    Optional<PartitionView> owner = engine.tasks().of(userId);
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    PartitionView task = owner.get();
    try {
      return Optional.of(
          state(
              userId,
              task.find(userId),
              engine.newcomers().user(userId),
              usesImpressions() ? task.impressions(userId) : Map.of(),
              task.attributes(userId),
              OptionalLong.empty()));
    } catch (InvalidStateStoreException e) {
      LOG.debug("Partition {} is moving to another instance", task.partition(), e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<UserState> copied(String userId) {
    return engine
        .owners()
        .flatMap(owners -> owners.copy(userId, maxCopyLag, usesImpressions()))
        .map(
            copy ->
                state(
                    userId,
                    copy.user(),
                    engine.newcomers().userWith(copy.features()),
                    copy.impressions(),
                    copy.attributes(),
                    OptionalLong.of(copy.lag())));
  }

  /// Solves the user's row here and now, from the ratings and the items as they are.
  private UserState state(
      String userId,
      User user,
      float[] start,
      Map<String, Integer> impressions,
      Map<String, String> attributes,
      OptionalLong staleBy) {
    Map<Integer, Integer> shown = numbered(impressions);
    if (user == null) {
      return new UserState(
          userId, false, start, start, 0, 0, List.of(), List.of(), shown, attributes, staleBy);
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
        shown,
        attributes,
        staleBy);
  }

  /// What was shown is read for the brake that goes by it.
  private boolean usesImpressions() {
    return engine.brakes().get().impressionDiscount() > 0;
  }

  private Map<Integer, Integer> numbered(Map<String, Integer> impressions) {
    Map<Integer, Integer> numbered = new HashMap<>();
    impressions.forEach(
        (itemId, times) -> {
          int number = engine.index().find(itemId);
          if (number > 0) { // else nobody knows the item any more
            numbered.put(number, times);
          }
        });
    return numbered;
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
        .mapToLong(PartitionView::learnedOffset)
        .findFirst();
  }

  @Override
  public UserPage users(String text, int offset, int n) {
    Map<String, Integer> counts = userCounts();
    if (!text.isEmpty()) {
      String wanted = text.toLowerCase(Locale.ROOT);
      counts.keySet().removeIf(id -> !id.toLowerCase(Locale.ROOT).contains(wanted));
    }
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

  @Override
  public Raters raters(String itemId) {
    int item = engine.index().find(itemId);
    RatersCount count = new RatersCount();
    onTasks(
        task ->
            task.forEachHistory(
                (userId, history) -> {
                  count.look();
                  double rating = item < 0 ? Double.NaN : rating(history, item);
                  if (!Double.isNaN(rating)) {
                    count.add(rating, standing(history).size(), task.attributes(userId));
                  }
                }));
    return count.counted();
  }

  private static double rating(HistoryView history, int item) {
    for (int place = history.first(); place < history.size(); place++) {
      if (history.item(place) == item && history.live(place)) {
        return history.rating(place);
      }
    }
    return Double.NaN;
  }

  private Map<String, Integer> userCounts() {
    Map<String, Integer> counts = new TreeMap<>();
    onTasks(task -> task.forEachUser(counts::put));
    return counts;
  }

  private void onTasks(Consumer<PartitionView> visit) {
    try {
      engine.tasks().all().forEach(visit);
    } catch (InvalidStateStoreException e) {
      throw ProblemException.unavailable("partitions are moving between instances; try again", e);
    }
  }

  private static UserCount userCount(Map.Entry<String, Integer> entry) {
    return new UserCount(entry.getKey(), entry.getValue());
  }
}
