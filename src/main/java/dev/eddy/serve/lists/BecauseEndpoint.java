package dev.eddy.serve.lists;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.items.ItemEndpoint;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `GET /v1/users/{user}/because/{item}`: which of the user's ratings pull an item up or down.
///
/// A user's row is solved from the user's latest ratings
/// ([dev.eddy.factorization.model.UserSolver]), and each rating's pull is its part in how far that
/// moves the score of the item. Pulls are in units of the score; their sum is `explained`, and
/// `score` − `startScore` − `explained` is what solving in few steps leaves open.
///
/// `n` is 1–1000 (default 10): the ratings with the strongest pulls, of the latest 192, which are
/// those that count. `after`
/// waits for a write. Status 200; 404 for an item nobody knows, 503 while nobody who has the user
/// answers.
public final class BecauseEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;

  public BecauseEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// One rating.
  ///
  /// @param pull how much it moves the item's score
  record Pull(String itemId, String title, double rating, double pull) {}

  /// The answer.
  ///
  /// @param rating the predicted rating of the item
  /// @param score its score, before the link
  /// @param startScore its score had the user rated nothing
  /// @param explained the sum of all pulls, also of those that are not shown
  /// @param ratings the strongest pull first
  record Answer(
      String userId,
      String itemId,
      String title,
      Long staleBy,
      double rating,
      double score,
      double startScore,
      double explained,
      List<Pull> ratings) {}

  @Override
  public String path() {
    return "/v1/users/{user}/because/{item}";
  }

  @Override
  public boolean isOfVariant() {
    return true;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "n", "after");
    String itemId = parameters.id("item");
    int n = parameters.whole("n", 10, 1, 1000);
    ItemEndpoint.requireKnown(backend, itemId);
    UserState user = users.of(parameters.id("user"), parameters.after());
    Model model = backend.model();
    float[] shared = backend.index().shared();
    float[] item = row(backend.index().number(itemId));
    List<History.Entry> ratings = VisitorRatings.latest(backend, user);
    float[] pulls = VisitorRatings.solver(backend, user.start(), ratings, true).pulls(item);
    double explained = 0;
    List<Pull> all = new ArrayList<>();
    for (int i = 0; i < pulls.length; i++) {
      explained += pulls[i];
      CatalogItem rated = backend.item(backend.index().id(ratings.get(i).item()));
      all.add(
          new Pull(
              rated.itemId(),
              rated.title(),
              Json.round(ratings.get(i).rating()),
              Json.round(pulls[i])));
    }
    all.sort(Comparator.comparingDouble(pull -> -Math.abs(pull.pull())));
    float score = model.score(shared, user.row(), item);
    Json.send(
        response,
        new Answer(
            user.userId(),
            itemId,
            backend.item(itemId).title(),
            user.staleByOrNull(),
            Json.round(model.toRating(score)),
            Json.round(score),
            Json.round(model.score(shared, user.start(), item)),
            Json.round(explained),
            all.stream().limit(n).toList()));
  }

  private float[] row(int number) {
    MergedItem known = backend.index().item(number);
    return known != null ? known.values() : backend.startOfItem(backend.index().id(number));
  }
}
