package dev.eddy.serve.lists;

import dev.eddy.drift.count.Arm;
import dev.eddy.event.Exposure;
import dev.eddy.factorization.user.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.lists.Evidence;
import dev.eddy.lists.ItemFilter;
import dev.eddy.lists.ListMaker;
import dev.eddy.lists.ListRequest;
import dev.eddy.lists.Policy;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// `GET /v1/users/{user}/recommendations`: the items a user is expected to like best, best first.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `seen` | true, false | false | whether rated items may be in the list |
/// | `log` | true, false | true | whether the user is shown the list; false to look at it only |
/// | `after` | what a write returned | none | waits until that is learned, at most 2 s |
///
/// and those of [ListParameters]. Status 200. An unknown user gets the list
/// of where their row would start, with `"coldStart": true`. Items that the catalog names and
/// nobody has rated take part with the row where they start. `staleBy` is there where the list
/// comes from a copy, and says how many records it is behind. 503 while nobody who has the user
/// answers, or if `after` is not learned in time.
public final class RecommendationsEndpoint implements Endpoint {

  private final Backend backend;
  private final Users users;

  public RecommendationsEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// The answer.
  ///
  /// @param modelVersion grows with every row of an item that is taken over
  /// @param policy what chose the items
  /// @param rank by what the model ordered them; absent where it did not
  /// @param variant which of `champion` and `challenger` chose them; absent where no model did, and
  ///     where no challenger serves a share of the users
  record Answer(
      String userId,
      boolean coldStart,
      Long staleBy,
      long modelVersion,
      String policy,
      String rank,
      String variant,
      List<ListedItem> items) {}

  @Override
  public String path() {
    return "/v1/users/{user}/recommendations";
  }

  @Override
  public boolean isOfVariant() {
    return true;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, ListParameters.NAMES, "seen", "log", "after");
    UserState user = users.of(parameters.id("user"), parameters.after());
    Answer answer = answer(backend, parameters, request.variant(), user, user.row(), List.of());
    boolean isShown = parameters.flag("log", true);
    long shownMs = backend.clock().millis(); // before anybody can have chosen from it
    Json.send(response, answer);
    if (isShown) {
      log(backend, request, answer, shownMs);
    }
  }

  /// Logs what was served, once it is; not what was only asked for by its headers.
  ///
  /// @param shownMs when it was made
  static void log(Backend backend, Request request, Answer answer, long shownMs) {
    if (answer.items().isEmpty() || request.isHead()) {
      return;
    }
    Arm arm = Arm.of(answer.userId(), backend.driftSettings().controlShare());
    backend.served(
        new Exposure(
            request.id(),
            answer.userId(),
            answer.items().stream().map(ListedItem::itemId).toList(),
            answer.items().stream()
                .map(item -> item.propensity() == null ? Double.NaN : item.propensity())
                .toList(),
            answer.policy(),
            answer.variant() == null ? arm.label() : answer.variant(),
            backend.generation(),
            answer.modelVersion(),
            shownMs));
  }

  private static Evidence evidence(Backend backend, UserState user) {
    return new Evidence(
        number -> user.impressions().getOrDefault(number, 0),
        number -> backend.item(backend.index().id(number)).genres());
  }

  /// Makes the answer.
  ///
  /// @param variant of the model; empty where there is no experiment
  /// @param row by which items are scored
  /// @param context further ratings that count for the list, of items that are not in it
  static Answer answer(
      Backend backend,
      RequestParameters parameters,
      Optional<String> variant,
      UserState user,
      float[] row,
      List<History.Entry> context) {
    Arm arm = Arm.of(user.userId(), backend.driftSettings().controlShare());
    ListRequest wanted =
        ListParameters.of(parameters, backend, arm == Arm.CONTROL ? Policy.RANDOM : Policy.MODEL);
    ItemFilter filter = FilterParameters.of(parameters, backend);
    if (!parameters.flag("seen", false)) {
      user.choices().forEach(choice -> filter.exclude(choice.item()));
    }
    context.forEach(entry -> filter.exclude(entry.item()));
    List<History.Entry> history = Stream.concat(user.choices().stream(), context.stream()).toList();
    long version = backend.index().version();
    ListMaker list =
        new ListMaker(
            backend.index(),
            backend.choices(),
            wanted,
            backend.brakes().get(),
            evidence(backend, user),
            new SplittableRandom());
    return new Answer(
        user.userId(),
        !user.known(),
        user.staleByOrNull(),
        version,
        wanted.policy().label(),
        wanted.policy() == Policy.MODEL ? wanted.rank().label() : null,
        wanted.policy() == Policy.MODEL ? variant.orElse(null) : null,
        list.of(row, history, filter).stream()
            .map(entry -> ListedItem.of(backend, entry))
            .toList());
  }
}
