package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.factorization.user.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.QueryEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// `POST /v1/recommendations`: a list for somebody without an account, from the ratings and the
/// events of a session in the body. Nothing is learned and nothing kept.
///
/// Body: `{"ratings": [{"itemId": "Alien", "rating": 5, "weight": 1}], "events": [{"itemId": "Up",
/// "kind": "view", "value": 1}]}`, one of the two or both, 1–2000 of each. `rating` is required and
/// within the scale, `weight` 0–10 (default 1); [SessionEvents] has the events, which come after
/// the ratings. What is of items that nobody knows is left out. Parameters are those of
/// [ListParameters], and `seen`. Status 200;
/// 400, 413 and 415 as for a user's list with a context.
public final class VisitorRecommendationsEndpoint implements QueryEndpoint {

  static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;

  public VisitorRecommendationsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param used how many of the ratings and events were of known items
  /// @param rank by what the model ordered the items; absent where it did not
  record Answer(int used, long modelVersion, String policy, String rank, List<ListedItem> items) {}

  @Override
  public String path() {
    return "/v1/recommendations";
  }

  @Override
  public Subject subject(Request request) {
    return Subject.NOBODY;
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters parameters = RequestParameters.of(request, ListParameters.NAMES, "seen");
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, "ratings", "events");
    List<Body.Opinion> ratings =
        body.has("events") && !body.has("ratings")
            ? List.of()
            : VisitorRatings.read(backend, body, "ratings", true);
    UserState visitor = of(backend, ratings, SessionEvents.read(backend, body));
    RecommendationsEndpoint.Answer answer =
        RecommendationsEndpoint.answer(
            backend, parameters, Optional.empty(), visitor, visitor.row(), List.of());
    Json.send(
        response,
        new Answer(
            visitor.choices().size(),
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
    float[] start = backend.startOfVisitor();
    List<History.Entry> history =
        VisitorRatings.asHistory(backend, ratings).stream()
            .filter(entry -> backend.index().item(entry.item()) != null)
            .toList();
    return new UserState(
        "",
        true,
        VisitorRatings.row(backend, start, history),
        start,
        history.size(),
        0,
        history,
        events,
        Map.of(),
        Map.of(),
        OptionalLong.empty());
  }
}
