package dev.eddy.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.CatalogItem;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.kernel.TopN;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `POST /v1/users/recommendations`: one list for several users who will share it.
///
/// Body: `{"users": ["ann", "bob"], "strategy": "average"}`: 1–50 users, and how their predicted
/// ratings become one: `average` (default), or `least-misery`, the lowest of them (Masthoff 2011,
/// "Group recommender systems"). Parameters: `n` 1–1000 (default 10), `offset` 0–10000, `seen`
/// (default false: nothing that one of them has rated), `after`, and those of [Selection]. Status
/// 200; unknown users count as where they would start, and are named in `coldStart`. 400, 413 and
/// 415 for a body that is not so, 503 while nobody who has one of the users answers.
final class GroupRecommendationsEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 1 << 16;
  private static final int MAX_USERS = 50;
  private static final List<String> STRATEGIES = List.of("average", "least-misery");

  private final Backend backend;
  private final Users users;

  GroupRecommendationsEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// One entry.
  ///
  /// @param rank from 1, the offset counted
  /// @param rating of the group, within the scale
  /// @param ratings of each user, in the order of the request
  record Entry(
      int rank,
      String itemId,
      String title,
      List<String> genres,
      double rating,
      List<Double> ratings) {}

  /// The answer.
  ///
  /// @param coldStart the users of whom nothing is known
  record Answer(List<String> users, List<String> coldStart, String strategy, List<Entry> items) {}

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/users/recommendations";
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters parameters =
        RequestParameters.of(request, Selection.PARAMETERS, "n", "offset", "seen", "after");
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, "users", "strategy");
    String strategy = Body.choice(body, "strategy", "average", STRATEGIES);
    List<String> userIds = Body.ids(body, "users", MAX_USERS).stream().distinct().toList();
    int n = parameters.whole("n", 10, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 10_000);
    Map<String, UserState> found = users.of(userIds, parameters.after());
    List<UserState> group = userIds.stream().map(found::get).toList();
    Selection selection = Selection.of(parameters, backend);
    if (!parameters.flag("seen", false)) {
      group.forEach(user -> user.choices().forEach(choice -> selection.exclude(choice.item())));
    }
    Json.send(
        response,
        new Answer(
            userIds,
            group.stream().filter(user -> !user.known()).map(UserState::userId).toList(),
            strategy,
            entries(group, strategy, selection, offset, n)));
  }

  private List<Entry> entries(
      List<UserState> group, String strategy, Selection selection, int offset, int n) {
    List<float[]> ratings = new ArrayList<>();
    for (UserState user : group) {
      float[] scores = backend.index().scores(user.row());
      for (int number = 0; number < scores.length; number++) {
        if (scores[number] > Float.NEGATIVE_INFINITY) {
          scores[number] = backend.model().toRating(scores[number]);
        }
      }
      ratings.add(scores);
    }
    int end = ratings.stream().mapToInt(of -> of.length).min().orElse(0);
    TopN best = new TopN(offset + n);
    for (int number = 1; number < end; number++) {
      float rating = together(ratings, number, strategy);
      if (rating > Float.NEGATIVE_INFINITY
          && rating >= best.threshold()
          && selection.accepts(number)) {
        best.offer(number, rating);
      }
    }
    float[] together = new float[best.size()];
    int[] numbers = best.drain(together);
    List<Entry> entries = new ArrayList<>();
    for (int i = offset; i < numbers.length; i++) {
      int number = numbers[i];
      CatalogItem item = backend.item(backend.index().id(number));
      entries.add(
          new Entry(
              i + 1,
              item.itemId(),
              item.title(),
              item.genres(),
              Json.round(together[i]),
              ratings.stream().map(of -> Json.round(of[number])).toList()));
    }
    return entries;
  }

  private static float together(List<float[]> ratings, int number, String strategy) {
    float sum = 0;
    float least = Float.POSITIVE_INFINITY;
    for (float[] of : ratings) {
      sum += of[number];
      least = Math.min(least, of[number]);
    }
    return strategy.equals("average") ? sum / ratings.size() : least;
  }
}
