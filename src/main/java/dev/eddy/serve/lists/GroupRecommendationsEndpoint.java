package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.choice.Rank;
import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.kernel.TopN;
import dev.eddy.lists.ItemFilter;
import dev.eddy.lists.Ranking;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.QueryEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `POST /v1/users/recommendations`: one list for several users who will share it.
///
/// Body: `{"users": ["ann", "bob"], "strategy": "average"}`: 1–50 users, and how their scores
/// become one: `average` (default), or `least-misery`, the lowest of them (Masthoff 2011, "Group
/// recommender systems"). Parameters: `rank` as in [ListParameters], `n` 1–1000 (default 10),
/// `offset` 0–10000, `seen` (default false: nothing that one of them has chosen), `after`, and
/// those of [FilterParameters]. Status 200; unknown users count as where they would start, and are
/// named in `coldStart`. 400, 413 and 415 for a body that is not so, 409 for a list by rating where
/// nothing is rated, 503 while nobody who has one of the users answers.
public final class GroupRecommendationsEndpoint implements QueryEndpoint {

  private static final int MAX_BODY_BYTES = 1 << 16;
  private static final int MAX_USERS = 50;
  private static final List<String> STRATEGIES = List.of("average", "least-misery");

  private final Backend backend;
  private final Users users;

  public GroupRecommendationsEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// One entry.
  ///
  /// @param rank from 1, the offset counted
  /// @param score of the group, by which the list is ordered: by rating a predicted rating, else
  ///     the logarithm of a chance
  /// @param ratings that are predicted of each user, in the order of the request, within the scale;
  ///     absent while nothing at all is rated
  record Entry(
      int rank,
      String itemId,
      String title,
      List<String> genres,
      double score,
      List<Double> ratings) {}

  /// The answer.
  ///
  /// @param coldStart the users of whom nothing is known
  /// @param rank by what the list is ordered
  record Answer(
      List<String> users,
      List<String> coldStart,
      String strategy,
      String rank,
      List<Entry> items) {}

  @Override
  public String path() {
    return "/v1/users/recommendations";
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters parameters =
        RequestParameters.of(
            request, FilterParameters.PARAMETERS, "rank", "n", "offset", "seen", "after");
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, "users", "strategy");
    String strategy = Body.choice(body, "strategy", "average", STRATEGIES);
    List<String> userIds = Body.ids(body, "users", MAX_USERS).stream().distinct().toList();
    Rank rank = ListParameters.rank(parameters, backend);
    int n = parameters.whole("n", 10, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 10_000);
    Map<String, UserState> found = users.of(userIds, parameters.after());
    List<UserState> group = userIds.stream().map(found::get).toList();
    ItemFilter filter = FilterParameters.of(parameters, backend);
    if (!parameters.flag("seen", false)) {
      group.forEach(user -> user.choices().forEach(choice -> filter.exclude(choice.item())));
    }
    Json.send(
        response,
        new Answer(
            userIds,
            group.stream().filter(user -> !user.known()).map(UserState::userId).toList(),
            strategy,
            rank.label(),
            entries(group, best(group, rank, strategy, filter, offset + n), offset)));
  }

  /// Items with the scores of the group, best first.
  private record Best(int[] numbers, float[] scores) {}

  private Best best(List<UserState> group, Rank rank, String strategy, ItemFilter filter, int n) {
    List<float[]> scores = group.stream().map(user -> scores(user, rank)).toList();
    int end = scores.stream().mapToInt(of -> of.length).min().orElse(0);
    TopN best = new TopN(n);
    for (int number = 1; number < end; number++) {
      float score = together(scores, number, strategy);
      if (score > Float.NEGATIVE_INFINITY && score >= best.threshold() && filter.accepts(number)) {
        best.offer(number, score);
      }
    }
    float[] together = new float[best.size()];
    return new Best(best.drain(together), together);
  }

  /// Returns the scores of all items for one user, minus infinity where there is none: such that
  /// those of several users may be compared.
  private float[] scores(UserState user, Rank rank) {
    if (rank == Rank.RATING) {
      float[] ratings = backend.index().scores(user.row());
      for (int number = 0; number < ratings.length; number++) {
        if (ratings[number] > Float.NEGATIVE_INFINITY) {
          ratings[number] = backend.model().toRating(ratings[number]);
        }
      }
      return ratings;
    }
    float[] scores = new float[backend.index().numberedEnd()];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    try (Ranking ranking =
        Ranking.of(rank, backend.index(), backend.choices(), user.row(), user.choices())) {
      for (int number = 1; number < scores.length; number++) {
        if (backend.index().isItem(number) && backend.index().item(number) != null) {
          scores[number] = ranking.score(number);
        }
      }
    }
    toLogarithmsOfChances(scores);
    return scores;
  }

  /// Without this the scores of somebody for whom everything scores high would weigh less.
  private static void toLogarithmsOfChances(float[] scores) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    if (most == Float.NEGATIVE_INFINITY) {
      return; // there is no item
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - most);
    }
    float logarithm = (float) (most + Math.log(sum));
    for (int number = 0; number < scores.length; number++) {
      scores[number] -= logarithm;
    }
  }

  private List<Entry> entries(List<UserState> group, Best best, int offset) {
    boolean isRated = !backend.choices().isUnrated();
    List<Entry> entries = new ArrayList<>();
    for (int i = offset; i < best.numbers.length; i++) {
      int number = best.numbers[i];
      MergedItem row = backend.index().item(number);
      if (row != null) { // else it left the catalog just now
        CatalogItem item = backend.item(backend.index().id(number));
        entries.add(
            new Entry(
                i + 1,
                item.itemId(),
                item.title(),
                item.genres(),
                Json.round(best.scores[i]),
                isRated ? group.stream().map(user -> rating(user, row)).toList() : null));
      }
    }
    return entries;
  }

  private double rating(UserState user, MergedItem item) {
    float score = backend.model().score(backend.index().shared(), user.row(), item.values());
    return Json.round(backend.model().toRating(score));
  }

  private static float together(List<float[]> scores, int number, String strategy) {
    float sum = 0;
    float least = Float.POSITIVE_INFINITY;
    for (float[] of : scores) {
      sum += of[number];
      least = Math.min(least, of[number]);
    }
    return strategy.equals("average") ? sum / scores.size() : least;
  }
}
