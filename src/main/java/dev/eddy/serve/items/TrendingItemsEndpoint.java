package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.kernel.TopN;
import dev.eddy.lists.ItemFilter;
import dev.eddy.lists.Trends;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.ArrayList;
import java.util.List;

/// `GET /v1/items/trending`: the items that rise, chosen lately more often than ever before
/// ([dev.eddy.lists.Trends]).
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `n` | 1–1000 | 20 | how many |
/// | `offset` | 0–10000 | 0 | how many to leave out |
/// | `half-life` | 100, 1000, 10000, 100000 | 1000 | after how many choices one counts half |
/// | `evidence` | 1–1000000 | 3 | how often an item must have been chosen lately |
///
/// and those of [FilterParameters]. Where more than 100 choices a minute come in, a half-life of
/// 100 is a minute, and the others as many times longer. Status 200.
public final class TrendingItemsEndpoint implements Endpoint {

  private static final String[] HALF_LIVES = {"100", "1000", "10000", "100000"};

  private final Backend backend;

  public TrendingItemsEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// One item.
  ///
  /// @param rise by how much it was chosen more often than expected, in standard deviations
  record Rising(double rise, ItemSummary item) {}

  /// The answer.
  record Answer(List<Rising> items) {}

  @Override
  public String path() {
    return "/v1/items/trending";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters =
        RequestParameters.of(
            request, FilterParameters.PARAMETERS, "n", "offset", "half-life", "evidence");
    int n = parameters.whole("n", 20, 1, 1000);
    int offset = parameters.whole("offset", 0, 0, 10_000);
    String wanted = parameters.choice("half-life", "1000", HALF_LIVES);
    int evidence = parameters.whole("evidence", 3, 1, 1_000_000);
    ItemFilter filter = FilterParameters.of(parameters, backend);
    TopN most = new TopN(offset + n);
    new Trends(backend.choices().rows())
        .rising(List.of(HALF_LIVES).indexOf(wanted), evidence, filter::accepts, most);
    float[] rises = new float[most.size()];
    int[] numbers = most.drain(rises);
    List<Rising> items = new ArrayList<>();
    for (int place = offset; place < numbers.length; place++) {
      String itemId = backend.index().id(numbers[place]);
      items.add(
          new Rising(Json.round(rises[place]), ItemSummary.of(backend, backend.item(itemId))));
    }
    Json.sendPublic(response, new Answer(items));
  }
}
