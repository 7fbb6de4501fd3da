package dev.eddy.eval;

import dev.eddy.choice.Rank;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.table.DataFileException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures Eddy's lists beside those of other recommenders, which are trained on the same rows and
/// looked at in the same way, see [ListEvaluation]; and how far a few new accounts that push one
/// item get.
@Command(
    name = "lists",
    description =
        "Measures lists beside popularity, item-item similarity, implicit ALS and EASE, and how"
            + " far new accounts push an item.",
    mixinStandardHelpOptions = true)
final class ListsMeasurement implements Callable<Integer> {

  @Option(names = "--ratings", required = true, paramLabel = "FILE")
  private Path ratings;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Learns in a random order instead of that of time.")
  private Long shuffle;

  @Option(
      names = "--attack",
      defaultValue = "10",
      paramLabel = "N",
      description = "So many new accounts choose one item each time. Default: ${DEFAULT-VALUE}.")
  private int attack;

  @Option(
      names = "--peers",
      required = true,
      paramLabel = "PATH",
      description = "The class path of the peers; load-tests/run gives it.")
  private String peersClassPath;

  private final JsonMapper json = new JsonMapper();

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ListsMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws DataFileException, IOException {
    if (attack < 1 || attack > 10_000) {
      throw new IllegalArgumentException("--attack must be 1 to 10000");
    }
    RatingFile file = RatingFile.open(ratings);
    Samples samples = Samples.read(file, RatingScale.WIDEST.rules());
    RatingScale scale = samples.scale();
    System.err.printf("%s, rating scale %s%n", ratings, scale);
    DotModel model =
        new DotModel(
            LearningSettings.forScale(scale.min(), scale.max()), KernelChoice.AUTO.select());
    ListEvaluation evaluation =
        new ListEvaluation(samples, scale, model, shuffle, 1, Metadata.NONE, Rank.BLEND);
    long startNs = System.nanoTime();
    evaluation.run(done -> {});
    System.err.printf(
        "Eddy learned %,d rows in %.1f s, lists of all users twice included%n",
        evaluation.size(), (System.nanoTime() - startNs) / 1e9);
    ObjectNode report = json.createObjectNode();
    report.put("n", evaluation.size());
    report.put("users", evaluation.atEnd().any().values().users());
    report.put("items", evaluation.items());
    report.set("eddy", told(evaluation.atEnd()));
    peers(evaluation, report);
    PushedItems.Reached reached = new PushedItems(evaluation, scale, attack).push();
    ObjectNode pushed = report.putObject("attack");
    pushed.put("accounts", attack);
    pushed.put("new_item", reached.newItem());
    pushed.put("rare_item", reached.rareItem());
    pushed.put("common_item", reached.commonItem());
    System.out.println(report);
    return 0;
  }

  /// Of each peer the configuration counts whose lists are best on the test, which favours it.
  private void peers(ListEvaluation evaluation, ObjectNode report) throws IOException {
    Map<String, ListScores> best = new LinkedHashMap<>();
    Map<String, JsonNode> configurations = new LinkedHashMap<>();
    try (ListPeers peers = new ListPeers(evaluation, peersClassPath)) {
      for (JsonNode configuration : peers.train()) {
        ListScores scores = peers.score(configuration.required("name").asText());
        System.err.printf(
            "%s: NDCG@10 of what is liked %.4f%n",
            configuration.required("name").asText(), scores.liked().values().ndcgAt10());
        String peer = configuration.required("peer").asText();
        ListScores before = best.get(peer);
        if (before == null
            || before.liked().values().ndcgAt10() < scores.liked().values().ndcgAt10()) {
          best.put(peer, scores);
          configurations.put(peer, configuration);
        }
      }
    }
    best.forEach(
        (peer, scores) -> {
          ObjectNode told = told(scores);
          told.set("best", configurations.get(peer).required("name"));
          told.set("train_s", configurations.get(peer).required("train_s"));
          report.set(peer.replace('-', '_'), told);
        });
  }

  private ObjectNode told(ListScores scores) {
    ObjectNode told = json.createObjectNode();
    told.set("liked", told(scores.liked()));
    told.set("any", told(scores.any()));
    return told;
  }

  private ObjectNode told(ListScore score) {
    ListScore.Values values = score.values();
    ObjectNode told = json.createObjectNode();
    told.put("ndcg_at_10", values.ndcgAt10());
    told.put("recall_at_20", values.recallAt20());
    told.put("hit_at_10", values.hitAt10());
    told.put("coverage_at_10", values.coverageAt10());
    return told;
  }
}
