package dev.eddy.serve.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.request.Body;
import dev.eddy.serve.request.QueryEndpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.List;

/// `POST /v1/estimates`: the ratings that somebody without an account is expected to give, from
/// the ratings in the body. Nothing is learned and nothing kept.
///
/// Body: `{"ratings": [{"itemId": "Alien", "rating": 5}], "items": ["Aliens"]}`: the ratings as
/// for `POST /v1/recommendations`, and 1–1000 item ids. No parameters. Status 200; 400, 413 and
/// 415 for a body that is not so.
public final class VisitorEstimatesEndpoint implements QueryEndpoint {

  private final Backend backend;

  public VisitorEstimatesEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param used how many of the ratings were of known items
  record Answer(int used, List<EstimatesEndpoint.Estimate> items) {}

  @Override
  public String path() {
    return "/v1/estimates";
  }

  @Override
  public Subject subject(Request request) {
    return Subject.NOBODY;
  }

  @Override
  public int maxBodyBytes() {
    return VisitorRecommendationsEndpoint.MAX_BODY_BYTES;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    ObjectNode body =
        Body.object(request, VisitorRecommendationsEndpoint.MAX_BODY_BYTES, "ratings", "items");
    List<String> items = Body.ids(body, "items", EstimatesEndpoint.MAX_ITEMS);
    UserState visitor =
        VisitorRecommendationsEndpoint.of(
            backend, VisitorRatings.read(backend, body, "ratings", true));
    Json.send(
        response,
        new Answer(visitor.count(), EstimatesEndpoint.estimates(backend, visitor.row(), items)));
  }
}
