package dev.eddy.serve.items;

import dev.eddy.event.CatalogItem;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.index.ItemMap;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.Arrays;
import java.util.List;

/// `GET /v1/map`: the most rated items in two dimensions, the first two principal components of
/// their vectors. Items that the same people like lie side by side.
///
/// `n` is 1–2000 (default 200). Status 200. The plane is found in the background, every few
/// seconds while the model changes, and keeps its orientation from version to version; the list
/// is empty while fewer than three items have five ratings.
public final class MapEndpoint implements Endpoint {

  private final Backend backend;

  public MapEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// One item.
  record Place(String itemId, String title, List<String> genres, int ratings, double x, double y) {}

  /// The answer.
  ///
  /// @param explained what part of the variance each direction shows
  record Answer(long version, List<Double> explained, List<Place> items) {}

  @Override
  public String path() {
    return "/v1/map";
  }

  @Override
  public Subject subject(Request request) {
    return Subject.NOBODY;
  }

  @Override
  public void handle(Request request, Response response) {
    int n = RequestParameters.of(request, "n").whole("n", 200, 1, 2000);
    ItemMap.View view = backend.map(n);
    Json.send(
        response,
        new Answer(
            view.version(),
            Arrays.stream(view.explained()).mapToObj(Json::round).toList(),
            view.points().stream().map(this::place).toList()));
  }

  private Place place(ItemMap.Point point) {
    CatalogItem item = backend.item(backend.index().id(point.number()));
    return new Place(
        item.itemId(),
        item.title(),
        item.genres(),
        backend.index().count(point.number()),
        Json.round(point.x()),
        Json.round(point.y()));
  }
}
