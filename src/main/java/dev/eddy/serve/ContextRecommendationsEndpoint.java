package dev.eddy.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.factorization.History;
import dev.eddy.http.Json;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.io.IOException;
import java.util.List;

/// `POST /v1/users/{user}/recommendations`: a user's list, with a context: items that count for
/// this one list and are not learned, such as what is in the basket or was just looked at.
///
/// Body: `{"items": [{"itemId": "Alien", "rating": 5, "weight": 3}]}`, 1–2000 of them. `rating` is
/// within the scale (default its upper end: the user likes it), `weight` 0–10 (default 1). The
/// user's row is solved as if they had been rated last ([dev.eddy.factorization.UserSolver]), and
/// they are not in the list themselves. Parameters and status as with `GET`; 400 for a body that is
/// not so, 413 beyond 1 MiB, 415 for another type than JSON.
final class ContextRecommendationsEndpoint implements Endpoint {

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Backend backend;
  private final Users users;
  private final BrakeLever lever;

  ContextRecommendationsEndpoint(Backend backend, Users users, BrakeLever lever) {
    this.backend = backend;
    this.users = users;
    this.lever = lever;
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public String path() {
    return "/v1/users/{user}/recommendations";
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters parameters =
        RequestParameters.of(request, RecommendationList.PARAMETERS, "seen", "after");
    ObjectNode body = Body.object(request, MAX_BODY_BYTES, "items");
    List<Body.Opinion> context = Opinions.read(backend, body, "items", false);
    UserState user = users.of(parameters.id("user"), parameters.after());
    List<History.Entry> asRated = Opinions.asHistory(backend, context);
    float[] row = Opinions.row(backend, user, asRated);
    RecommendationsEndpoint.Answer answer =
        RecommendationsEndpoint.answer(backend, lever.get(), parameters, user, row, asRated);
    Json.send(response, answer);
    RecommendationsEndpoint.log(backend, request, answer);
  }
}
