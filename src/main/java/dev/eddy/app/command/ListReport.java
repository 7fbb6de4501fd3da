package dev.eddy.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.replay.RowReport;
import dev.eddy.choice.Rank;
import dev.eddy.eval.ListEvaluation;
import dev.eddy.eval.ListScore;
import dev.eddy.eval.ListScores;
import java.util.Locale;

/// What the protocol `ranking` prints.
final class ListReport {

  private static final String ROW = "%-38s %9s %12s %9s %14s%n";

  private final ListEvaluation evaluation;
  private final Rank rank;
  private final double seconds;

  ListReport(ListEvaluation evaluation, Rank rank, double seconds) {
    this.evaluation = evaluation;
    this.rank = rank;
    this.seconds = seconds;
  }

  ObjectNode json() {
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("protocol", "ranking");
    report.put("rank", label());
    report.put("n", evaluation.size());
    rows().put(report);
    report.put("users", evaluation.atEnd().any().values().users());
    report.put("items", evaluation.items());
    put(report, evaluation.atEnd(), evaluation.atLastEvent());
    put(report.putObject("popularity"), evaluation.popularAtEnd(), evaluation.popularAtLastEvent());
    report.put("seconds", seconds);
    return report;
  }

  private RowReport rows() {
    return new RowReport(evaluation.tally())
        .with("learned", evaluation.size())
        .with("tested", evaluation.tested());
  }

  private static void put(ObjectNode report, ListScores atEnd, ListScores atLastEvent) {
    report.set("liked", json(atEnd.liked()));
    report.set("any", json(atEnd.any()));
    report.set("liked_at_last_event", json(atLastEvent.liked()));
    report.set("any_at_last_event", json(atLastEvent.any()));
  }

  private static ObjectNode json(ListScore score) {
    ListScore.Values values = score.values();
    ObjectNode node = new JsonMapper().createObjectNode();
    node.put("ndcg_at_10", rounded(values.ndcgAt10()));
    node.put("recall_at_20", rounded(values.recallAt20()));
    node.put("hit_at_10", rounded(values.hitAt10()));
    node.put("coverage_at_10", values.coverageAt10());
    return node;
  }

  /// Returns nothing where there is no list to score, as of what is liked where nothing is rated.
  private static Double rounded(double value) {
    return Double.isNaN(value) ? null : Math.rint(value * 1e6) / 1e6;
  }

  private String label() {
    return rank.name().toLowerCase(Locale.ROOT);
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "%,d rows learned of %,d items, lists of %,d users, %.1f s%n"
            .formatted(
                evaluation.size(),
                evaluation.items(),
                evaluation.atEnd().any().values().users(),
                seconds));
    table.append(ROW.formatted("lists by", "NDCG@10", "recall@20", "hit@10", "items in 10"));
    add(table, label(), evaluation.atEnd(), evaluation.atLastEvent());
    add(table, "popularity", evaluation.popularAtEnd(), evaluation.popularAtLastEvent());
    return table.toString();
  }

  private static void add(
      StringBuilder table, String name, ListScores atEnd, ListScores atLastEvent) {
    add(table, name + ", liked", atEnd.liked());
    add(table, name + ", any", atEnd.any());
    add(table, name + ", liked, at the last event", atLastEvent.liked());
    add(table, name + ", any, at the last event", atLastEvent.any());
  }

  private static void add(StringBuilder table, String name, ListScore score) {
    ListScore.Values values = score.values();
    table.append(
        ROW.formatted(
            name,
            "%.4f".formatted(values.ndcgAt10()),
            "%.4f".formatted(values.recallAt20()),
            "%.4f".formatted(values.hitAt10()),
            values.coverageAt10()));
  }
}
