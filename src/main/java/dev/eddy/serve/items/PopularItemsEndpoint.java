package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import dev.eddy.lists.ItemFilter;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.Arrays;
import java.util.List;

/// `GET /v1/items/popular`: the items that were chosen most, for whoever it may be.
///
/// `n` is 1–1000 (default 20), `offset` 0–10000, and those of [FilterParameters]. Status 200.
public final class PopularItemsEndpoint implements Endpoint {

  private final Backend backend;

  public PopularItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(List<ItemSummary> items) {}

  @Override
  public String path() {
    return "/v1/items/popular";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, FilterParameters.PARAMETERS, "n", "offset");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 10_000);
    ItemFilter filter = FilterParameters.of(parameters, backend);
    ItemIndex index = backend.index();
    TopN most = new TopN(offset + n);
    for (int number = 1; number < index.numberedEnd(); number++) {
      float popularity = (float) backend.choices().popularity(number);
      if (popularity > 0 && index.isItem(number) && filter.accepts(number)) {
        most.offer(number, popularity);
      }
    }
    int[] numbers = most.drain(new float[most.size()]);
    Json.sendPublic(
        response,
        new Answer(
            Arrays.stream(numbers)
                .skip(offset)
                .mapToObj(number -> ItemSummary.of(backend, backend.item(index.id(number))))
                .toList()));
  }
}
