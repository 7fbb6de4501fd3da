package dev.eddy.serve;

import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/// `GET /v1/users/{user}/estimates?items=a,b`: the ratings a user is expected to give.
///
/// `items` is required: 1 to 1000 item ids, comma-separated. Status 200; an unknown user is taken
/// to be where their row would start (`"coldStart": true`), and so is an item nobody rated
/// (`"known": false`).
final class EstimatesEndpoint implements Endpoint {

  private static final int MAX_ITEMS = 1000;

  private final Backend backend;

  EstimatesEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// One estimate.
  record Estimate(String itemId, String title, double rating, boolean known) {}

  /// The answer.
  record Answer(String userId, boolean coldStart, List<Estimate> items) {}

  @Override
  public String path() {
    return "/v1/users/{user}/estimates";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters parameters = RequestParameters.of(request, "items");
    String userId = parameters.id("user");
    List<String> itemIds = parameters.list("items");
    if (itemIds.isEmpty() || itemIds.size() > MAX_ITEMS) {
      throw ProblemException.badParameter(
          "items", "items must name 1 to " + MAX_ITEMS + " item ids, comma-separated");
    }
    Model model = backend.model();
    float[] shared = backend.index().shared();
    Optional<Backend.KnownUser> user = backend.user(userId);
    float[] row =
        user.map(known -> known.row().values()).orElseGet(() -> backend.startOfUser(userId));
    List<Estimate> estimates =
        itemIds.stream().map(itemId -> estimate(model, shared, row, itemId)).toList();
    Json.send(response, new Answer(userId, user.isEmpty(), estimates));
  }

  private Estimate estimate(Model model, float[] shared, float[] user, String itemId) {
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
