package dev.eddy.serve.lists;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.MergedItem;
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

/// `GET /v1/users/{user}/surprises`: the user's ratings that the model, which has learned them,
/// still predicts worst: exceptions of the user's taste, moods, or somebody else at the keyboard.
///
/// `n` is 1–1000 (default 10). `after` waits for a write. Status 200; a user without ratings has
/// an empty list. 503 while nobody who has the user answers.
public final class SurprisesEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;

  public SurprisesEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// One rating.
  ///
  /// @param predicted what the model says of it now
  /// @param difference the rating less the prediction
  record Surprise(
      String itemId,
      String title,
      double rating,
      double predicted,
      double difference,
      long timestamp) {}

  /// The answer.
  record Answer(String userId, Long staleBy, List<Surprise> ratings) {}

  @Override
  public String path() {
    return "/v1/users/{user}/surprises";
  }

  @Override
  public boolean isOfVariant() {
    return true;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "after");
    int n = parameters.whole("n", 10, 1, 1000);
    UserState user = users.of(parameters.id("user"), parameters.after());
    float[] shared = backend.index().shared();
    List<Surprise> surprises =
        user.ratings().stream()
            .map(entry -> surprise(entry, shared, user.row()))
            .sorted(Comparator.comparingDouble(of -> -Math.abs(of.difference())))
            .limit(n)
            .toList();
    Json.send(response, new Answer(user.userId(), user.staleByOrNull(), surprises));
  }

  private Surprise surprise(History.Entry entry, float[] shared, float[] row) {
    CatalogItem item = backend.item(backend.index().id(entry.item()));
    MergedItem known = backend.index().item(entry.item());
    float[] values = known != null ? known.values() : backend.startOfItem(item.itemId());
    double predicted = backend.model().predict(shared, row, values);
    return new Surprise(
        item.itemId(),
        item.title(),
        Json.round(entry.rating()),
        Json.round(predicted),
        Json.round(entry.rating() - predicted),
        entry.timeMs());
  }
}
