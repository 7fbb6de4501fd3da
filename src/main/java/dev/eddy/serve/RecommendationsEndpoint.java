package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.History;
import dev.eddy.factorization.Model;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// `GET /v1/users/{user}/recommendations`: the items a user is expected to like best, best first.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `n` | 1–1000 | 10 | how many |
/// | `offset` | 0–10000 | 0 | how many of the best to leave out |
/// | `seen` | true, false | false | whether rated items may be in the list |
/// | `genre` | names, comma-separated | all | only items of one of these genres |
/// | `exclude` | item ids, comma-separated | none | never these |
/// | `candidates` | item ids, comma-separated | all | only these |
/// | `min-count` | 0–1000000 | 0 | only items with so many ratings |
///
/// Status 200. An unknown user gets the list of where their row would start, with `"coldStart":
/// true`. Items that the catalog names and nobody has rated take part with the row where they
/// start. Hidden items are never in a list.
final class RecommendationsEndpoint implements Endpoint {

  private static final int MAX_N = 1000;
  private static final int MAX_OFFSET = 10_000;

  private final Backend backend;

  RecommendationsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// One entry.
  ///
  /// @param rank from 1, the offset counted
  /// @param score before the link
  /// @param rating the predicted rating, within the scale
  /// @param reason why it is here
  record Entry(
      int rank,
      String itemId,
      String title,
      List<String> genres,
      Integer year,
      double score,
      double rating,
      Reason reason) {}

  /// The answer.
  record Answer(String userId, boolean coldStart, long modelVersion, List<Entry> items) {}

  @Override
  public String path() {
    return "/v1/users/{user}/recommendations";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters parameters =
        RequestParameters.of(
            request, "n", "offset", "seen", "genre", "exclude", "candidates", "min-count");
    String userId = parameters.id("user");
    int n = parameters.whole("n", 10, 1, MAX_N);
    int offset = parameters.whole("offset", 0, 0, MAX_OFFSET);
    Optional<Backend.KnownUser> user = backend.user(userId);
    List<History.Entry> history = user.map(Backend.KnownUser::history).orElse(List.of());
    IntPredicate accept = filter(parameters, history);

    Model model = backend.model();
    ItemIndex index = backend.index();
    float[] shared = index.shared();
    float[] row =
        user.map(known -> known.row().values()).orElseGet(() -> backend.startOfUser(userId));
    TopN best = new TopN(offset + n);
    long version = index.version();
    index.scan(row, accept, best);
    Json.send(
        response,
        new Answer(
            userId,
            user.isEmpty(),
            version,
            entries(
                best, offset, model.scanOffset(shared, row), new Reason.Finder(backend, history))));
  }

  private IntPredicate filter(RequestParameters parameters, List<History.Entry> history) {
    int minCount = parameters.whole("min-count", 0, 0, 1_000_000);
    List<String> genres = parameters.list("genre");
    List<String> candidates = parameters.list("candidates");
    BitSet excluded = numbers(parameters.list("exclude"));
    if (!parameters.flag("seen", false)) {
      history.stream().filter(History.Entry::live).forEach(entry -> excluded.set(entry.item()));
    }
    BitSet allowed = candidates.isEmpty() ? null : numbers(candidates);
    ItemIndex index = backend.index();
    return number -> {
      if (excluded.get(number) || (allowed != null && !allowed.get(number))) {
        return false;
      }
      if (index.count(number) < minCount) {
        return false;
      }
      CatalogItem item = backend.item(index.id(number));
      return !item.hidden()
          && (genres.isEmpty() || item.genres().stream().anyMatch(genres::contains));
    };
  }

  private BitSet numbers(List<String> itemIds) {
    BitSet numbers = new BitSet();
    for (String itemId : itemIds) {
      int number = backend.index().find(itemId);
      if (number > 0) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  private List<Entry> entries(TopN best, int offset, float scoreOffset, Reason.Finder reasons) {
    float[] scores = new float[best.size()];
    int[] numbers = best.drain(scores);
    List<Entry> entries = new ArrayList<>();
    for (int i = offset; i < numbers.length; i++) {
      CatalogItem item = backend.item(backend.index().id(numbers[i]));
      float score = scores[i] + scoreOffset;
      entries.add(
          new Entry(
              i + 1,
              item.itemId(),
              item.title(),
              item.genres(),
              item.year() == 0 ? null : item.year(),
              Json.round(score),
              Json.round(backend.model().toRating(score)),
              reasons.of(numbers[i])));
    }
    return entries;
  }
}
