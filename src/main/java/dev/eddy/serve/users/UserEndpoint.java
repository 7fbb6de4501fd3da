package dev.eddy.serve.users;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Map;

/// `GET /v1/users/{user}`: what is known of a user. `after` waits for a write.
///
/// Status 200; a user without ratings is `"known": false`, since everybody may become one. 503
/// while nobody who has the user answers.
public final class UserEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;

  public UserEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// The answer.
  ///
  /// @param ratings how many ratings stand
  /// @param bias how much kinder than average the user rates, in units of the score
  /// @param influence how far the user has moved items in total, the sum of step lengths
  /// @param attributes what the owner of accounts says of the user
  record Answer(
      String userId,
      boolean known,
      Long staleBy,
      int ratings,
      double bias,
      double influence,
      Map<String, String> attributes) {}

  @Override
  public String path() {
    return "/v1/users/{user}";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "after");
    UserState user = users.of(parameters.id("user"), parameters.after());
    Json.send(
        response,
        new Answer(
            user.userId(),
            user.known(),
            user.staleByOrNull(),
            user.count(),
            user.known() ? Json.round(backend.model().userBias(user.row())) : 0,
            Json.round(user.influence()),
            user.attributes()));
  }
}
