package dev.eddy.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// `GET /v1/items`: the items that the catalog or the model knows.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `q` | text | all | only titles that contain it, whatever the case |
/// | `sort` | count, bias, mean, title | count | the highest first; titles by letter |
/// | `min-count` | 0–1000000 | 0 | only items with so many ratings |
/// | `n` | 1–1000 | 20 | how many |
/// | `offset` | at least 0 | 0 | how many to leave out |
///
/// A mean is of whatever ratings there are. A bias is what is left of it when the kindness of
/// those who rated the item is taken out, and is held back while they are few. Status 200.
final class ItemsEndpoint implements Endpoint {

  private final Backend backend;

  ItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param total how many match
  record Answer(int total, List<ItemView> items) {}

  @Override
  public String path() {
    return "/v1/items";
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters parameters =
        RequestParameters.of(request, "q", "sort", "min-count", "n", "offset");
    String wanted = parameters.text("q", "").toLowerCase(Locale.ROOT);
    String sort = parameters.choice("sort", "count", "count", "bias", "mean", "title");
    int n = parameters.whole("n", 20, 1, 1000);
    int minCount = parameters.whole("min-count", 0, 0, 1_000_000);
    int offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
    List<ItemView> matching =
        backend.items().stream()
            .filter(item -> item.title().toLowerCase(Locale.ROOT).contains(wanted))
            .map(item -> ItemView.of(backend, item))
            .filter(item -> item.ratings() >= minCount)
            .toList();
    Json.send(
        response,
        new Answer(
            matching.size(), matching.stream().sorted(order(sort)).skip(offset).limit(n).toList()));
  }

  private static Comparator<ItemView> order(String sort) {
    Comparator<ItemView> byTitle =
        Comparator.comparing(ItemView::title).thenComparing(ItemView::itemId);
    return switch (sort) {
      case "title" -> byTitle;
      case "bias" -> highestFirst(ItemView::bias).thenComparing(byTitle);
      case "mean" -> highestFirst(ItemView::mean).thenComparing(byTitle);
      default -> Comparator.comparingInt((ItemView item) -> -item.ratings()).thenComparing(byTitle);
    };
  }

  /// Items without the value come last.
  private static Comparator<ItemView> highestFirst(Function<ItemView, Double> value) {
    return Comparator.comparing(value, Comparator.nullsLast(Comparator.reverseOrder()));
  }
}
