package dev.eddy.serve;

import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.lists.HitRate;
import java.util.LinkedHashMap;
import java.util.Map;

/// `GET /v1/accuracy`: how well ratings were predicted, each before it was learned, how often lists
/// had what was chosen next, and what became of the records of the ratings topic, on this instance
/// since the beginning. Status 200.
final class AccuracyEndpoint implements Endpoint {

  private final Backend backend;

  AccuracyEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param prequential the scores of all ratings
  /// @param segments the scores of the first ratings of users, of items, and of the rest
  /// @param lists how often what was chosen next was in the list; of a sample where there is much
  ///     traffic, and since this instance started
  /// @param outcomes number of records by outcome
  record Answer(
      Scores prequential, Map<String, Scores> segments, Lists lists, Map<String, Long> outcomes) {

    static Answer of(Backend backend) {
      Map<String, Scores> segments = new LinkedHashMap<>();
      backend.accuracy().forEach((name, accuracy) -> segments.put(name, Scores.of(accuracy)));
      Scores all = segments.remove("all");
      return new Answer(all, segments, Lists.of(backend.hits()), backend.outcomes());
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

  /// How often what was chosen next was among the ten of the list just before; rates are absent
  /// before the first choice.
  ///
  /// @param n how many choices were looked at
  /// @param popularHitAt10 the same of the ten most popular
  /// @param recentHitAt10 of about the last 1,000 choices
  /// @param recentPopularHitAt10 the same of the ten most popular
  record Hits(
      long n,
      Double hitAt10,
      Double popularHitAt10,
      Double recentHitAt10,
      Double recentPopularHitAt10) {

    static Hits of(HitRate.Values values) {
      if (values.choices() == 0) {
        return new Hits(0, null, null, null, null);
      }
      return new Hits(
          values.choices(),
          Json.round(values.rate()),
          Json.round(values.popularRate()),
          Json.round(values.recentRate()),
          Json.round(values.recentPopularRate()));
    }
  }

  /// The same of all choices, and of their segments.
  record Lists(
      long n,
      Double hitAt10,
      Double popularHitAt10,
      Double recentHitAt10,
      Double recentPopularHitAt10,
      Map<String, Hits> segments) {

    static Lists of(Map<String, HitRate.Values> bySegment) {
      Map<String, Hits> segments = new LinkedHashMap<>();
      bySegment.forEach((name, values) -> segments.put(name, Hits.of(values)));
      Hits all = segments.remove("all");
      return new Lists(
          all.n,
          all.hitAt10,
          all.popularHitAt10,
          all.recentHitAt10,
          all.recentPopularHitAt10,
          segments);
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
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Json.send(response, Answer.of(backend));
  }
}
