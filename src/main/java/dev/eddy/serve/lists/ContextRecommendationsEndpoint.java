package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.factorization.user.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.QueryEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.List;

/// `POST /v1/users/{user}/recommendations`: a user's list, with a context: items that count for
/// this one list and are not learned, such as what is in the basket or was just looked at.
///
/// Body: `{"items": [{"itemId": "Alien", "rating": 5, "weight": 3}]}`, 1–2000 of them. `rating` is
/// within the scale (default its upper end: the user likes it), `weight` 0–10 (default 1). The
/// user's row is solved as if they had been rated last ([dev.eddy.factorization.model.UserSolver]),
/// and they are not in the list themselves. Parameters and status as with `GET`; 400 for a body
/// that is not so, 413 beyond 1 MiB, 415 for another type than JSON.
public final class ContextRecommendationsEndpoint implements QueryEndpoint {

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;
  private final Users users;

  public ContextRecommendationsEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  @Override
  public String path() {
    return "/v1/users/{user}/recommendations";
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY_BYTES;
  }

  @Override
  public boolean isOfVariant() {
    return true;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters parameters =
        RequestParameters.of(request, ListParameters.NAMES, "seen", "after");
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, "items");
    List<Body.Opinion> context = VisitorRatings.read(backend, body, "items", false);
    UserState user = users.of(parameters.id("user"), parameters.after());
    List<History.Entry> asRated = VisitorRatings.asHistory(backend, context);
    float[] row = VisitorRatings.row(backend, user, asRated);
    RecommendationsEndpoint.Answer answer =
        RecommendationsEndpoint.answer(backend, parameters, request.variant(), user, row, asRated);
    long shownMs = backend.clock().millis();
    Json.send(response, answer);
    RecommendationsEndpoint.log(backend, request, answer, shownMs);
  }
}
