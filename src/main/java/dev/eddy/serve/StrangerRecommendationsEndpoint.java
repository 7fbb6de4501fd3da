package dev.eddy.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.factorization.History;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// `POST /v1/recommendations`: a list for somebody without an account, from the ratings and the
/// events of a session in the body. Nothing is learned and nothing kept.
///
/// Body: `{"ratings": [{"itemId": "Alien", "rating": 5, "weight": 1}], "events": [{"itemId": "Up",
/// "kind": "view", "value": 1}]}`, one of the two or both, 1–2000 of each. `rating` is required and
/// within the scale, `weight` 0–10 (default 1); [SessionEvents] has the events, which come after
/// the ratings. What is of items that nobody knows is left out. Parameters are those of
/// [RecommendationList] and [Selection], and `seen`. Status 200; 400, 413 and 415 as for a user's
/// list with a context.
final class StrangerRecommendationsEndpoint implements Endpoint {

  static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;
  private final BrakeLever lever;

  StrangerRecommendationsEndpoint(Backend backend, BrakeLever lever) {
    this.backend = backend;
    this.lever = lever;
  }

  /// The answer.
  ///
  /// @param used how many of the ratings and events were of known items
  /// @param rank by what the model ordered the items; absent where it did not
  record Answer(
      int used,
      long modelVersion,
      String policy,
      String rank,
      List<RecommendationList.Entry> items) {}

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/recommendations";
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters parameters =
        RequestParameters.of(request, RecommendationList.PARAMETERS, "seen");
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, "ratings", "events");
    List<Body.Opinion> ratings =
        body.has("events") && !body.has("ratings")
            ? List.of()
            : Opinions.read(backend, body, "ratings", true);
    UserState stranger = of(backend, ratings, SessionEvents.read(backend, body));
    RecommendationsEndpoint.Answer answer =
        RecommendationsEndpoint.answer(
            backend, lever.get(), parameters, stranger, stranger.row(), List.of());
    Json.send(
        response,
        new Answer(
            stranger.choices().size(),
            answer.modelVersion(),
            answer.policy(),
            answer.rank(),
            answer.items()));
  }

  /// Returns somebody of whom only these ratings are known.
  static UserState of(Backend backend, List<Body.Opinion> ratings) {
    return of(backend, ratings, List.of());
  }

  private static UserState of(
      Backend backend, List<Body.Opinion> ratings, List<History.Entry> events) {
    float[] start = backend.startOfStranger();
    List<History.Entry> history =
        Opinions.asHistory(backend, ratings).stream()
            .filter(entry -> backend.index().item(entry.item()) != null)
            .toList();
    return new UserState(
        "",
        true,
        Opinions.row(backend, start, history),
        start,
        history.size(),
        0,
        history,
        events,
        Map.of(),
        OptionalLong.empty());
  }
}
