package dev.eddy.serve.users;

import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Raters;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/items/{item}/ratings`: how an item was rated, and by whom: how often each rating was
/// given, and the mean by group of users. Groups are by how much a user rates, and by the
/// attributes that the topic `users` tells. Groups of fewer than 5 raters, counted over all
/// instances, are left out, so that nobody's rating shows in the mean of theirs. It still tells
/// more of others than a user needs: a token of one user gets a 403.
///
/// Status 200; 404 for an item nobody knows, 503 while an instance does not answer for its part.
/// Every instance reads all its users: a question for people, not for every page view.
public final class ItemRatingsEndpoint implements Endpoint {

  private static final int MOST_GROUPS = 20;
  private static final int LEAST_RATERS = 5;

  private final Backend backend;
  private final Users users;

  public ItemRatingsEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// A group.
  ///
  /// @param raters how many of the group rated the item
  /// @param mean of their ratings
  record Group(String group, int raters, double mean) {}

  /// The answer.
  ///
  /// @param users how many users were looked at
  /// @param raters how many of them rated the item
  /// @param distribution how often each rating was given, the lowest first
  /// @param groups those with most raters, at most 20, each of 5 raters at least
  record Answer(
      String itemId, int users, int raters, List<Raters.Given> distribution, List<Group> groups) {}

  @Override
  public String path() {
    return "/v1/items/{item}/ratings";
  }

  @Override
  public Subject subject(Request request) {
    return Subject.MANY;
  }

  @Override
  public void handle(Request request, Response response) {
    String itemId = RequestParameters.of(request).id("item");
    if (backend.index().find(itemId) < 0 && !backend.inCatalog(itemId)) {
      throw ProblemException.notFound("there is no item " + itemId);
    }
    Raters raters = users.raters(itemId);
    Json.send(
        response,
        new Answer(
            itemId,
            raters.users(),
            raters.ratings().stream().mapToInt(Raters.Given::times).sum(),
            raters.ratings(),
            raters.groups().stream()
                .filter(group -> group.raters() >= LEAST_RATERS)
                .limit(MOST_GROUPS)
                .map(
                    group ->
                        new Group(
                            group.group(),
                            group.raters(),
                            Json.round(group.sum() / group.raters())))
                .toList()));
  }
}
