package dev.eddy.serve.items;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.index.ItemIndex;
import dev.eddy.lists.ItemFilter;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// `GET /v1/items`: the items that the catalog or the model knows, hidden ones included.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `q` | text | all | only items whose title has these words ([TitleSearch]) |
/// | `sort` | fit, count, bias, mean, title | count; fit with `q` | highest first, or by title |
/// | `n` | 1–1000 | 20 | how many |
/// | `offset` | 0– | 0 | how many to leave out |
///
/// and those of [FilterParameters], but that hidden items stay. By `fit`, those whose whole title
/// is asked for come first, then those in which each word begins one of the title's; among these
/// the most rated. A mean is of whatever ratings there
/// are. A bias is what is left of it when the kindness of those who rated the item is taken out,
/// and is held back while they are few. Status 200.
public final class ItemsEndpoint implements Endpoint {

  private final Backend backend;

  public ItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param total how many match
  record Answer(int total, List<ItemSummary> items) {}

  /// What items are sorted by; lower comes first, items without a value last.
  private record Sorted(CatalogItem item, int fit, double key) {}

  @Override
  public String path() {
    return "/v1/items";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, FilterParameters.PARAMETERS, "q", "sort", "n", "offset");
    TitleSearch search = new TitleSearch(parameters.text("q", ""));
    String sort =
        parameters.choice(
            "sort", search.isBlank() ? "count" : "fit", "fit", "count", "bias", "mean", "title");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
    ItemFilter filter = FilterParameters.withHidden(parameters, backend);
    ItemIndex index = backend.index();
    List<Sorted> matching =
        backend.items().stream()
            .flatMap(item -> found(item, search, sort))
            .filter(found -> filter.accepts(index.number(found.item().itemId())))
            .sorted(
                Comparator.comparingInt(Sorted::fit)
                    .thenComparingDouble(Sorted::key)
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
                .map(sorted -> ItemSummary.of(backend, sorted.item()))
                .toList()));
  }

  private Stream<Sorted> found(CatalogItem item, TitleSearch search, String sort) {
    OptionalInt fit = search.fit(item);
    return fit.isEmpty()
        ? Stream.empty()
        : Stream.of(new Sorted(item, sort.equals("fit") ? fit.getAsInt() : 0, key(item, sort)));
  }

  private double key(CatalogItem item, String sort) {
    int number = backend.index().number(item.itemId());
    MergedItem row = backend.index().item(number);
    if (row == null) {
      return sort.equals("bias") || sort.equals("mean") ? Double.NaN : 0;
    }
    return switch (sort) {
      case "title" -> 0;
      case "bias" -> -backend.model().itemBias(row.values());
      case "mean" -> -backend.model().meanRating(row.values());
      default -> -backend.index().count(number);
    };
  }
}
