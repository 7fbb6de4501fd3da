package dev.eddy.serve.items;

import dev.eddy.event.CatalogItem;
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

/// `GET /v1/items/latest`: the items of the latest years, by the catalog; of the same year, those
/// with most ratings first. Items without a year are left out.
///
/// `n` is 1–1000 (default 20), `offset` at least 0, and those of [FilterParameters]. Status 200.
public final class LatestItemsEndpoint implements Endpoint {

  private final Backend backend;

  public LatestItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(List<ItemSummary> items) {}

  @Override
  public String path() {
    return "/v1/items/latest";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, FilterParameters.PARAMETERS, "n", "offset");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, Integer.MAX_VALUE);
    ItemFilter filter = FilterParameters.of(parameters, backend);
    ItemIndex index = backend.index();
    Json.sendPublic(
        response,
        new Answer(
            backend.items().stream()
                .filter(item -> item.year() != 0)
                .filter(item -> filter.accepts(index.number(item.itemId())))
                .sorted(
                    Comparator.comparingInt((CatalogItem item) -> -item.year())
                        .thenComparingInt(item -> -index.count(index.number(item.itemId())))
                        .thenComparing(CatalogItem::itemId))
                .skip(offset)
                .limit(n)
                .map(item -> ItemSummary.of(backend, item))
                .toList()));
  }
}
