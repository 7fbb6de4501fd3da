package dev.eddy.serve.users;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.user.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Comparator;
import java.util.List;

/// `GET /v1/users/{user}/ratings`: the user's standing ratings, the latest by event time first.
///
/// `n` is 1–1000 (default 20), `offset` at least 0; `after` waits for a write. Status 200; a user
/// without ratings has an empty list. 503 while nobody who has the user answers.
public final class UserRatingsEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;

  public UserRatingsEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// One rating.
  record Entry(
      String itemId,
      String title,
      List<String> genres,
      double rating,
      double weight,
      long timestamp) {}

  /// The answer.
  ///
  /// @param total how many ratings stand
  record Answer(String userId, Long staleBy, int total, List<Entry> ratings) {}

  @Override
  public String path() {
    return "/v1/users/{user}/ratings";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "offset", "after");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
    UserState user = users.of(parameters.id("user"), parameters.after());
    List<Entry> page =
        user.ratings().stream()
            .sorted(
                Comparator.comparingLong(History.Entry::timeMs)
                    .thenComparingLong(History.Entry::offset)
                    .reversed())
            .skip(offset)
            .limit(n)
            .map(this::entry)
            .toList();
    Json.send(
        response, new Answer(user.userId(), user.staleByOrNull(), user.ratings().size(), page));
  }

  private Entry entry(History.Entry entry) {
    CatalogItem item = backend.item(backend.index().id(entry.item()));
    return new Entry(
        item.itemId(),
        item.title(),
        item.genres(),
        Json.round(entry.rating()),
        Json.round(entry.weight()),
        entry.timeMs());
  }
}
