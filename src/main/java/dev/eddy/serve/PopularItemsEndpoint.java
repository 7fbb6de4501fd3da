package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.kernel.TopN;
import dev.eddy.store.ItemIndex;
import java.util.Arrays;
import java.util.List;

/// `GET /v1/items/popular`: the items that were chosen most, for whoever it may be.
///
/// `n` is 1–1000 (default 20), `offset` 0–10000, and those of [Selection]. Status 200.
final class PopularItemsEndpoint implements Endpoint {

  private final Backend backend;

  PopularItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  record Answer(List<ItemView> items) {}

  @Override
  public String path() {
    return "/v1/items/popular";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(request, Selection.PARAMETERS, "n", "offset");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 10_000);
    Selection selection = Selection.of(parameters, backend);
    ItemIndex index = backend.index();
    TopN most = new TopN(offset + n);
    for (int number = 1; number < index.numberedEnd(); number++) {
      float popularity = (float) backend.choices().popularity(number);
      if (popularity > 0 && index.isItem(number) && selection.accepts(number)) {
        most.offer(number, popularity);
      }
    }
    int[] numbers = most.drain(new float[most.size()]);
    Json.sendPublic(
        response,
        new Answer(
            Arrays.stream(numbers)
                .skip(offset)
                .mapToObj(number -> ItemView.of(backend, backend.item(index.id(number))))
                .toList()));
  }
}
