package dev.eddy.serve;

import dev.eddy.drift.Arm;
import dev.eddy.event.Exposure;
import dev.eddy.factorization.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.util.List;
import java.util.stream.Stream;

/// `GET /v1/users/{user}/recommendations`: the items a user is expected to like best, best first.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `seen` | true, false | false | whether rated items may be in the list |
/// | `after` | what a write returned | none | waits until that is learned, at most 2 s |
///
/// and those of [RecommendationList] and [Selection]. Status 200. An unknown user gets the list
/// of where their row would start, with `"coldStart": true`. Items that the catalog names and
/// nobody has rated take part with the row where they start. `staleBy` is there where the list
/// comes from a copy, and says how many records it is behind. 503 while nobody who has the user
/// answers, or if `after` is not learned in time.
final class RecommendationsEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;
  private final BrakeLever lever;

  RecommendationsEndpoint(Backend backend, Users users, BrakeLever lever) {
    this.backend = backend;
    this.users = users;
    this.lever = lever;
  }

  /// The answer.
  ///
  /// @param modelVersion grows with every row of an item that is taken over
  /// @param policy what chose the items
  /// @param rank by what the model ordered them; absent where it did not
  record Answer(
      String userId,
      boolean coldStart,
      Long staleBy,
      long modelVersion,
      String policy,
      String rank,
      List<RecommendationList.Entry> items) {}

  @Override
  public String path() {
    return "/v1/users/{user}/recommendations";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, RecommendationList.PARAMETERS, "seen", "after");
    UserState user = users.of(parameters.id("user"), parameters.after());
    Answer answer = answer(backend, lever.get(), parameters, user, user.row(), List.of());
    Json.send(response, answer);
    log(backend, request, answer);
  }

  /// Logs what was served, once it is; not what was only asked for by its headers.
  static void log(Backend backend, Request request, Answer answer) {
    if (answer.items().isEmpty() || request.isHead()) {
      return;
    }
    Arm arm = Arm.of(answer.userId(), backend.driftSettings().controlShare());
    backend.served(
        new Exposure(
            request.id(),
            answer.userId(),
            answer.items().stream().map(RecommendationList.Entry::itemId).toList(),
            answer.policy(),
            arm.label(),
            answer.modelVersion(),
            System.currentTimeMillis()));
  }

  /// Makes the answer.
  ///
  /// @param brakes which are in force
  /// @param row by which items are scored
  /// @param context further ratings that count for the list, of items that are not in it
  static Answer answer(
      Backend backend,
      Brakes brakes,
      RequestParameters parameters,
      UserState user,
      float[] row,
      List<History.Entry> context) {
    Arm arm = Arm.of(user.userId(), backend.driftSettings().controlShare());
    RecommendationList list =
        new RecommendationList(
            parameters, backend, brakes, arm == Arm.CONTROL ? "random" : "model");
    Selection selection = Selection.of(parameters, backend);
    if (!parameters.flag("seen", false)) {
      user.choices().forEach(choice -> selection.exclude(choice.item()));
    }
    context.forEach(entry -> selection.exclude(entry.item()));
    List<History.Entry> history = Stream.concat(user.choices().stream(), context.stream()).toList();
    long version = backend.index().version();
    return new Answer(
        user.userId(),
        !user.known(),
        user.staleByOrNull(),
        version,
        list.policy(),
        list.rank(),
        list.of(row, history, selection));
  }
}
