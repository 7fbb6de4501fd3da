package dev.eddy.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// `GET /v1/accuracy`: how well ratings were predicted, each before it was learned, and what
/// became of the records of the ratings topic, on this instance since the beginning. Status 200.
final class AccuracyEndpoint implements Endpoint {

  private final Backend backend;

  AccuracyEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param prequential the scores of all ratings
  /// @param segments the scores of the first ratings of users, of items, and of the rest
  /// @param outcomes number of records by outcome
  record Answer(Scores prequential, Map<String, Scores> segments, Map<String, Long> outcomes) {

    static Answer of(Backend backend) {
      Map<String, Scores> segments = new LinkedHashMap<>();
      backend.accuracy().forEach((name, accuracy) -> segments.put(name, Scores.of(accuracy)));
      Scores all = segments.remove("all");
      return new Answer(all, segments, backend.outcomes());
    }
  }

  /// Prequential scores, in ratings; absent before the first rating.
  record Scores(long n, Double rmse, Double mae, Double recentRmse, Double recentMae) {

    static Scores of(Backend.Accuracy accuracy) {
      return new Scores(
          accuracy.n(),
          score(accuracy.rmse()),
          score(accuracy.mae()),
          score(accuracy.recentRmse()),
          score(accuracy.recentMae()));
    }

    private static Double score(double value) {
      return Double.isNaN(value) ? null : Json.round(value);
    }
  }

  @Override
  public String path() {
    return "/v1/accuracy";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    RequestParameters.of(request);
    Json.send(response, Answer.of(backend));
  }
}
