package dev.eddy.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;

/// `GET /v1/users/{user}`: what is known of a user.
///
/// Status 200; a user without ratings is `"known": false`, since everybody may become one.
final class UserEndpoint implements Endpoint {

  private final Backend backend;

  UserEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param ratings how many ratings stand
  /// @param bias how much kinder than average the user rates, in units of the score
  /// @param influence how far the user has moved items in total, the sum of step lengths
  record Answer(String userId, boolean known, int ratings, double bias, double influence) {}

  @Override
  public String path() {
    return "/v1/users/{user}";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    String userId = RequestParameters.of(request).id("user");
    Optional<Backend.KnownUser> user = backend.user(userId);
    Json.send(
        response,
        user.map(
                known ->
                    new Answer(
                        userId,
                        true,
                        known.row().count(),
                        Json.round(backend.model().userBias(known.row().values())),
                        Json.round(known.row().influence())))
            .orElseGet(() -> new Answer(userId, false, 0, 0, 0)));
  }
}
