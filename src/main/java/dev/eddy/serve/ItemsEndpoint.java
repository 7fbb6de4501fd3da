package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.MergedItem;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.store.ItemIndex;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// `GET /v1/items`: the items that the catalog or the model knows, hidden ones included.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `q` | text | all | only items with it in their title, upper and lower case the same |
/// | `sort` | count, bias, mean, title | count | highest first, or by title |
/// | `n` | 1–1000 | 20 | how many |
/// | `offset` | 0– | 0 | how many to leave out |
///
/// and those of [Selection], but that hidden items stay. A mean is of whatever ratings there are.
/// A bias is what is left of it when the kindness of those who rated the item is taken out, and
/// is held back while they are few. Status 200.
final class ItemsEndpoint implements Endpoint {

  private final Backend backend;

  ItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param total how many match
  record Answer(int total, List<ItemView> items) {}

  /// What items are sorted by; lower comes first, items without a value last.
  private record Sorted(CatalogItem item, double key) {}

  @Override
  public String path() {
    return "/v1/items";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, Selection.PARAMETERS, "q", "sort", "n", "offset");
    String wanted = parameters.text("q", "").toLowerCase(Locale.ROOT);
    String sort = parameters.choice("sort", "count", "count", "bias", "mean", "title");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
    Selection selection = Selection.withHidden(parameters, backend);
    ItemIndex index = backend.index();
    List<Sorted> matching =
        backend.items().stream()
            .filter(item -> item.title().toLowerCase(Locale.ROOT).contains(wanted))
            .filter(item -> selection.accepts(index.number(item.itemId())))
            .map(item -> new Sorted(item, key(item, sort)))
            .sorted(
                Comparator.comparingDouble(Sorted::key)
                    .thenComparing(sorted -> sorted.item().title())
                    .thenComparing(sorted -> sorted.item().itemId()))
            .toList();
    Json.sendPublic(
        response,
        new Answer(
            matching.size(),
            matching.stream()
                .skip(offset)
                .limit(n)
                .map(sorted -> ItemView.of(backend, sorted.item()))
                .toList()));
  }

  private double key(CatalogItem item, String sort) {
    int number = backend.index().number(item.itemId());
    MergedItem row = backend.index().item(number);
    if (row == null) {
      return sort.equals("count") || sort.equals("title") ? 0 : Double.NaN;
    }
    return switch (sort) {
      case "title" -> 0;
      case "bias" -> -backend.model().itemBias(row.values());
      case "mean" -> -backend.model().meanRating(row.values());
      default -> -backend.index().count(number);
    };
  }
}
