package dev.eddy.serve.users;

import dev.eddy.factorization.Taste;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.LocalUsers;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/users/{user}/similar`: the users whose taste points in the same direction, by the
/// cosine of the vectors, what the average user likes taken out of both.
///
/// `n` is 1–1000 (default 10). `min-count` (0–1000000, default 5) leaves out users with fewer
/// ratings, whose vectors are still mostly noise. Status 200; 503 while an instance does not
/// answer for its part. Every instance reads all its users: a question for people, not for every
/// page view.
public final class SimilarUsersEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;

  public SimilarUsersEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// The answer.
  ///
  /// @param solved which part of all users was looked at, 0 to 1: after a restart the others' rows
  ///     are still to be solved
  record Answer(String userId, Long staleBy, double solved, List<LocalUsers.Neighbour> users) {}

  @Override
  public String path() {
    return "/v1/users/{user}/similar";
  }

  @Override
  public Subject subject(Request request) {
    return Subject.MANY; // it names others
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "min-count");
    int n = parameters.whole("n", 10, 1, 1000);
    int minCount = parameters.whole("min-count", 5, 0, 1_000_000);
    UserState user = users.of(parameters.id("user"), WriteToken.NONE);
    double[] direction = Taste.direction(backend.model(), backend.index().shared(), user.row());
    LocalUsers.NearestUsers found = users.nearest(direction, minCount, n + 1);
    List<LocalUsers.Neighbour> nearest =
        found.neighbours().stream()
            .filter(neighbour -> !neighbour.userId().equals(user.userId()))
            .map(
                neighbour ->
                    new LocalUsers.Neighbour(
                        neighbour.userId(), Json.round(neighbour.cosine()), neighbour.ratings()))
            .limit(n)
            .toList();
    Json.send(
        response,
        new Answer(
            user.userId(),
            user.staleByOrNull(),
            found.users() == 0 ? 1 : Json.round((double) found.solved() / found.users()),
            nearest));
  }
}
