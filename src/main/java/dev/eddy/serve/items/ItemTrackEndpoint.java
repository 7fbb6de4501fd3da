package dev.eddy.serve.items;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;

/// `GET /v1/items/{item}/track`: how the bias of an item moved since this instance started
/// ([BiasTracks]), the oldest point first. Status 200; 404 for an item nobody knows.
public final class ItemTrackEndpoint implements Endpoint {

  private final Backend backend;
  private final BiasTracks tracks;

  public ItemTrackEndpoint(Backend backend, BiasTracks tracks) {
    this.backend = backend;
    this.tracks = tracks;
  }

  /// The answer.
  record Answer(String itemId, List<BiasTracks.Point> points) {}

  @Override
  public String path() {
    return "/v1/items/{item}/track";
  }

  @Override
  public void handle(Request request, Response response) {
    String itemId = RequestParameters.of(request).id("item");
    ItemEndpoint.requireKnown(backend, itemId);
    int number = backend.index().find(itemId);
    List<BiasTracks.Point> points = number < 0 ? List.of() : tracks.of(number);
    Json.send(
        response,
        new Answer(
            itemId,
            points.stream()
                .map(point -> new BiasTracks.Point(point.timeMs(), Json.round(point.bias())))
                .toList()));
  }
}
