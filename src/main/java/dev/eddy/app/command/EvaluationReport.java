package dev.eddy.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.eval.ChoiceScore;
import dev.eddy.eval.Evaluation;
import dev.eddy.eval.NextChoices;
import dev.eddy.eval.RankScore;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;

/// What the protocols `prequential` and `holdout` measured, for a report. What was not measured, as
/// errors where nothing is rated, is left out.
final class EvaluationReport {

  private EvaluationReport() {}

  /// Writes the scores into a report.
  static void put(ObjectNode report, Evaluation evaluation) {
    PrequentialScore.Values all = evaluation.segments().of(Segment.ALL);
    report.put("n", all.n());
    if (all.n() > 0) {
      put(report, "rmse", all.rmse());
      put(report, "mae", all.mae());
      put(report, "mse", all.mse());
    }
    for (Segment segment : Segment.values()) {
      if (segment != Segment.ALL) {
        putRmse(report, segment.label(), evaluation.segments().of(segment));
      }
    }
    putRmse(report, "last_tenth", evaluation.lastTenth());
    putRanks(report, "", evaluation.ranking().model());
    putRanks(report, "popular_", evaluation.ranking().popular());
    if (evaluation.newItems().liked() > 0) {
      put(report, "new_item_recall_ratio", evaluation.newItems().recallRatio());
    }
    if (evaluation.nextChoices() != null && evaluation.nextChoices().eddy().n() > 0) {
      putChoices(report, evaluation.nextChoices());
    }
    if (all.n() > 0) {
      put(report, "mean_user_norm", evaluation.meanUserNorm());
      put(report, "mean_item_norm", evaluation.meanItemNorm());
    }
  }

  private static void putChoices(ObjectNode report, NextChoices choices) {
    report.put("choice_n", choices.eddy().n());
    report.put("choice_every", choices.every());
    putChoices(report, choices.eddy());
    putChoices(report.putObject("popularity"), choices.popularity());
    NextChoices.Recent recent = choices.recentPopularity();
    ObjectNode lately = report.putObject("recent_popularity");
    putChoices(lately, recent.values());
    lately.put("half_life", recent.halfLife());
    if (choices.itemItem() != null) {
      putChoices(report.putObject("item_item"), choices.itemItem());
    }
  }

  private static void putChoices(ObjectNode report, ChoiceScore.Values values) {
    put(report, "choice_hit_at_10", values.hitAt10());
    put(report, "choice_mrr", values.mrr());
    put(report, "choice_ndcg", values.ndcg());
  }

  private static void putRanks(ObjectNode report, String prefix, RankScore score) {
    if (score.n() > 0) {
      put(report, prefix + "recall_at_10", score.recall());
      put(report, prefix + "ndcg_at_10", score.ndcg());
      put(report, prefix + "mean_rank", score.meanRank());
    }
  }

  private static void putRmse(ObjectNode report, String name, PrequentialScore.Values score) {
    if (score.n() > 0) {
      put(report, "rmse_" + name, score.rmse());
    }
  }

  private static void put(ObjectNode report, String name, double value) {
    report.put(name, Math.rint(value * 1e6) / 1e6);
  }
}
