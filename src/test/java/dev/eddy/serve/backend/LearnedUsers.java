package dev.eddy.serve.backend;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.event.Rating;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.Taste;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.store.ChoiceMerging;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Users who are learned from what they rate, as a single partition learns them, without Kafka.
public final class LearnedUsers implements LocalUsers {

  private final Model model;
  private final ItemIndex index;
  private final ChoiceIndex chosen;
  private final Learner learner;
  private final ChoiceLearner choices;
  private final Map<String, User> users = new TreeMap<>();
  private final Map<String, ItemRow> merged = new HashMap<>();
  private long offset;
  private long flushes;

  LearnedUsers(ItemIndex index, ChoiceIndex chosen) {
    this.index = index;
    this.chosen = chosen;
    model = index.model();
    learner = new Learner(model, index, 0, Metadata.NONE);
    choices = new ChoiceLearner(chosen, 0, ChoiceSettings.of(model.settings()));
  }

  /// Learns a rating, which is not merged yet.
  void rate(Rating rating) {
    String userId = rating.userId();
    User user = users.computeIfAbsent(userId, id -> new User(new UserRow(0, 0), new History()));
    int item = learner.number(rating.itemId());
    float given = (float) rating.rating().orElseThrow();
    long timeMs = rating.timestampMs();
    if (!user.choices().contains(item)) {
      learner.solveNow(userId, user);
      choices.learn(
          user.choices(), Choice.rated(item, given, timeMs), number -> learner.score(user, number));
    }
    learner.learn(userId, user, new History.Entry(item, true, given, 1, timeMs, offset++));
  }

  /// Merges what was learned into the indexes.
  void merge() {
    flushes++;
    learner.flush(
        flushes,
        (itemId, delta) -> {
          ItemRow row =
              merged.computeIfAbsent(
                  itemId, id -> ItemRow.startedBy(delta, RowKind.newRow(model, id)));
          row.merge(delta, RowKind.of(itemId).layout(model));
          index.put(itemId, row.publish());
        });
    index.refresh();
    choices.flush(flushes, new ChoiceMerging(chosen));
  }

  @Override
  public Optional<UserState> learned(String userId) {
    User user = users.get(userId);
    float[] start = SomeRows.user(model, userId, index.shared());
    if (user == null) {
      return Optional.of(
          new UserState(
              userId,
              false,
              start,
              start,
              0,
              0,
              List.of(),
              List.of(),
              Map.of(),
              Map.of(),
              OptionalLong.empty()));
    }
    UserRow.Snapshot row = user.row().snapshot();
    return Optional.of(
        new UserState(
            userId,
            true,
            new HistorySolver(model, index::values)
                .solve(index.shared(), start, user.history().view()),
            start,
            row.count(),
            row.influence(),
            Arrays.stream(user.history().view().entries()).filter(History.Entry::live).toList(),
            List.of(),
            Map.of(),
            Map.of(),
            OptionalLong.empty()));
  }

  @Override
  public Optional<UserState> copied(String userId) {
    return Optional.empty();
  }

  @Override
  public Placement placement(String userId) {
    return new Placement(Optional.empty(), List.of());
  }

  @Override
  public List<URI> peers() {
    return List.of();
  }

  @Override
  public int partitionOf(String userId) {
    return 0;
  }

  @Override
  public OptionalLong learnedOffset(int partition) {
    return OptionalLong.of(offset - 1);
  }

  @Override
  public UserPage users(String text, int from, int n) {
    return page(text, Comparator.comparing(UserCount::userId), from, n);
  }

  @Override
  public UserPage busiestUsers(int n) {
    return page("", Comparator.comparingInt(UserCount::ratings).reversed(), 0, n);
  }

  @Override
  public Raters raters(String itemId) {
    return new Raters(users.size(), List.of(), List.of());
  }

  private UserPage page(String text, Comparator<UserCount> order, int from, int n) {
    return new UserPage(
        users.size(),
        users.entrySet().stream()
            .filter(user -> user.getKey().contains(text))
            .map(user -> new UserCount(user.getKey(), user.getValue().row().count()))
            .sorted(order)
            .skip(from)
            .limit(n)
            .toList());
  }

  @Override
  public NearestUsers nearestUsers(double[] direction, int minCount, int n) {
    return new NearestUsers(
        users.entrySet().stream()
            .filter(user -> user.getValue().row().count() >= minCount)
            .map(
                user ->
                    new Neighbour(
                        user.getKey(),
                        Taste.cosine(
                            direction,
                            Taste.direction(model, index.shared(), user.getValue().row().values())),
                        user.getValue().row().count()))
            .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
            .limit(n)
            .toList(),
        users.size(),
        users.size());
  }
}
