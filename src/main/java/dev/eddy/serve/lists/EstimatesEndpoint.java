package dev.eddy.serve.lists;

import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/users/{user}/estimates?items=a,b`: the ratings a user is expected to give.
///
/// `items` is required: 1 to 1000 item ids ([dev.eddy.http.Query#list]). `after`, what a write
/// returned, waits until that is learned. Status 200; an unknown user is taken to be where their
/// row would start (`"coldStart": true`), and so is an item nobody rated (`"known": false`). 503
/// while nobody who has the user answers.
public final class EstimatesEndpoint implements Endpoint {

  static final int MAX_ITEMS = 1000;

  private final Backend backend;
  private final Users users;

  public EstimatesEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// One estimate.
  record Estimate(String itemId, String title, double rating, boolean known) {}

  /// The answer.
  record Answer(String userId, boolean coldStart, Long staleBy, List<Estimate> items) {}

  @Override
  public String path() {
    return "/v1/users/{user}/estimates";
  }

  @Override
  public boolean isOfVariant() {
    return true;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "items", "after");
    List<String> itemIds = parameters.ids("items", MAX_ITEMS);
    if (itemIds.isEmpty()) {
      throw ProblemException.badParameter(
          "items", "items must name 1 to " + MAX_ITEMS + " item ids");
    }
    UserState user = users.of(parameters.id("user"), parameters.after());
    Json.send(
        response,
        new Answer(
            user.userId(),
            !user.known(),
            user.staleByOrNull(),
            estimates(backend, user.row(), itemIds)));
  }

  static List<Estimate> estimates(Backend backend, float[] row, List<String> itemIds) {
    float[] shared = backend.index().shared();
    return itemIds.stream().map(itemId -> estimate(backend, shared, row, itemId)).toList();
  }

  private static Estimate estimate(Backend backend, float[] shared, float[] user, String itemId) {
    Model model = backend.model();
    int number = backend.index().find(itemId);
    MergedItem merged = number > 0 ? backend.index().merged(number) : null;
    float[] item = merged != null ? merged.values() : backend.startOfItem(itemId);
    return new Estimate(
        itemId,
        backend.item(itemId).title(),
        Json.round(model.predict(shared, user, item)),
        merged != null);
  }
}
