package dev.eddy.serve.operations;

import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.lists.HitRate;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/// `GET /v1/accuracy`: how well ratings were predicted, each before it was learned, how often lists
/// had what was chosen next, and what became of the records of the ratings topic, on this instance
/// since the beginning. Status 200.
public final class AccuracyEndpoint implements Endpoint {

  private final Backend backend;

  public AccuracyEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The answer.
  ///
  /// @param generation of the model that serves
  /// @param prequential the scores of all ratings
  /// @param segments the scores of the first ratings of users, of items, and of the rest
  /// @param lists how often what was chosen next was in the list; of a sample where there is much
  ///     traffic, and since this instance started
  /// @param ingredients the scores of the same ratings by how much of what is known is used to
  ///     predict them ([dev.eddy.factorization.Ingredients]); since this instance started
  /// @param outcomes number of records by outcome
  /// @param challenger the same of the model that learns beside; absent for none
  /// @param variants what came of the lists of both; absent where the challenger serves nobody
  record Answer(
      int generation,
      Scores prequential,
      Map<String, Scores> segments,
      Lists lists,
      Map<String, Scores> ingredients,
      Map<String, Long> outcomes,
      ChallengerScores challenger,
      VariantScores variants) {

    static Answer of(Backend backend) {
      Map<String, Scores> segments = new LinkedHashMap<>();
      backend.accuracy().forEach((name, accuracy) -> segments.put(name, Scores.of(accuracy)));
      Scores all = segments.remove("all");
      Map<String, Scores> ingredients = new LinkedHashMap<>();
      backend
          .ingredients()
          .values()
          .forEach((ingredient, values) -> ingredients.put(ingredient.label(), Scores.of(values)));
      LearningSettings learning = backend.model().settings();
      double scale = learning.ratingMax() - learning.ratingMin();
      return new Answer(
          backend.generation(),
          all,
          segments,
          Lists.of(backend.hits()),
          ingredients,
          backend.outcomes(),
          backend.challenger().map(one -> ChallengerScores.of(one, scale)).orElse(null),
          VariantScores.of(backend));
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

    static Scores of(PrequentialScore.Values values) {
      if (values.n() == 0) {
        return new Scores(0, null, null, null, null);
      }
      return new Scores(
          values.n(),
          score(values.rmse()),
          score(values.mae()),
          score(values.recentRmse()),
          score(values.recentMae()));
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
  public Subject subject(Request request) {
    return Subject.NOBODY;
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters.of(request);
    Json.send(response, Answer.of(backend));
  }
}
