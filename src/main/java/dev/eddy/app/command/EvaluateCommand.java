package dev.eddy.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.replay.Progress;
import dev.eddy.app.replay.RowReport;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.UsageException;
import dev.eddy.catalog.FileMetadata;
import dev.eddy.choice.Rank;
import dev.eddy.eval.CatalogFile;
import dev.eddy.eval.CurveFile;
import dev.eddy.eval.Evaluation;
import dev.eddy.eval.ListEvaluation;
import dev.eddy.eval.NextChoices;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.eval.Samples;
import dev.eddy.eval.UserFile;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.RatingRules;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.KernelUnavailableException;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.table.DataFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the model on a data set, without Kafka.
@Command(
    name = "evaluate",
    description = "Evaluates the model on a data set, without Kafka.",
    mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(EvaluateCommand.class);

  private enum Protocol {
    PREQUENTIAL,
    HOLDOUT,
    RANKING
  }

  @Mixin private ConfigOptions config;

  @Mixin private RatingsOption ratings;

  @Mixin private TableOption table;

  @Option(
      names = "--protocol",
      defaultValue = "prequential",
      paramLabel = "NAME",
      description =
          "prequential: predicts each rating and looks for each choice in a top-N list, then learns"
              + " it. holdout: learns all folds but one and predicts that one. ranking: holds out"
              + " the last choices of each user and looks for them in top-N lists. Default:"
              + " ${DEFAULT-VALUE}.")
  private Protocol protocol;

  @Option(
      names = "--folds",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Number of folds of a holdout; row n is in fold n mod N. Default: ${DEFAULT-VALUE}.")
  private int folds;

  @Option(
      names = "--fold",
      defaultValue = "0",
      paramLabel = "F",
      description = "Fold to predict in a holdout, counted from 0. Default: ${DEFAULT-VALUE}.")
  private int fold;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Learns in random order instead of time order, for files without times.")
  private Long shuffle;

  @Option(
      names = "--rank",
      defaultValue = "blend",
      paramLabel = "NAME",
      description =
          "How lists are ranked: by choice (the most likely next choice), by rating (the highest"
              + " predicted rating) or by a blend of both. Default: ${DEFAULT-VALUE}.")
  private Rank rank;

  @Mixin private ScaleOption scale;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "dot (dot product with biases) or nn (a network over both vectors). Default: the setting"
              + " learning.model.")
  private String model;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "The loss to minimize: squared or cross-entropy. Default: the setting learning.loss.")
  private String loss;

  @Option(
      names = "--items",
      paramLabel = "PATH",
      description =
          "Item metadata for the cold start: movies.csv, movies.dat, u.item, tags.csv, or a CSV"
              + " whose header names an item and a title. May be repeated.")
  private List<Path> items = List.of();

  @Option(
      names = "--users",
      paramLabel = "PATH",
      description =
          "User attributes for the cold start: u.user, users.dat, or a CSV whose header names a"
              + " user and attributes.")
  private Path users;

  @Option(
      names = "--cold-start",
      paramLabel = "NAME",
      description =
          "How new users and items start: mean, average-taste, metadata or zero. Default: the"
              + " setting learning.cold-start.")
  private String coldStart;

  @Option(
      names = "--curve",
      paramLabel = "FILE",
      description =
          "Writes the running error of a prequential run: as a picture if FILE ends in .svg, else"
              + " as CSV. May be repeated.")
  private List<Path> curves = List.of();

  @Option(
      names = "--json",
      description = "Prints one JSON object as the last line instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    if (folds < 2) {
      throw new UsageException("--folds is " + folds + ", but must be at least 2");
    }
    if (fold < 0 || fold >= folds) {
      throw new UsageException("--fold is " + fold + ", but must be between 0 and " + (folds - 1));
    }
    if (!curves.isEmpty() && protocol != Protocol.PREQUENTIAL) {
      throw new UsageException("--curve needs --protocol prequential");
    }
    try {
      return evaluate();
    } catch (DataFileException e) {
      throw DataFailure.of(e);
    } catch (KernelUnavailableException e) {
      throw new UsageException(e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailedException("cannot write the curve: " + e.getMessage(), e);
    }
  }

  private int evaluate() throws DataFileException, IOException {
    RatingFile file = ratings.open(table.options());
    RatingScale given = scale.given().orElse(null);
    RatingScale widest = given == null ? RatingScale.WIDEST : given;
    Samples samples =
        Samples.read(file, new RatingRules(settings(widest).events(), Clock.systemUTC()));
    RatingScale known = given == null ? samples.scale() : given;
    Settings settings = settings(known);
    VectorKernels kernels = settings.kernel().select();
    Model learned = settings.learning().newModel(kernels);
    LOG.info("Kernels: {}, model: {}", kernels.name(), learned.name());
    List<CatalogItem> catalog = CatalogFile.read(items);
    Metadata metadata = new FileMetadata(catalog, users == null ? List.of() : UserFile.read(users));
    System.err.printf("%s: %s; rating scale %s%n", ratings.path(), file.told(), known);
    if (!catalog.isEmpty() && !samples.isAnyRated(Mismatch.ids(catalog))) {
      Mismatch.tell(items.getFirst(), catalog, samples.firstItem());
    }
    if (protocol == Protocol.RANKING) {
      rank(samples, known, learned, settings.learning().seed(), metadata);
      return 0;
    }
    if (protocol == Protocol.HOLDOUT || !curves.isEmpty()) {
      checkRated(samples);
    }
    Evaluation evaluation =
        new Evaluation(samples, known, learned, shuffle, settings.learning().seed(), metadata);
    int used = protocol == Protocol.HOLDOUT ? evaluation.rated() : evaluation.size();
    Progress progress = new Progress("events", used);
    if (protocol == Protocol.PREQUENTIAL) {
      evaluation.prequential(rank, shown(progress));
    } else {
      evaluation.holdout(folds, fold, shown(progress));
    }
    progress.finish(used, "");
    NextChoices choices = evaluation.nextChoices();
    if (choices != null && choices.every() > 1) {
      System.err.printf("next choices were looked for at one event in %d%n", choices.every());
    }
    for (Path curve : curves) {
      CurveFile.write(curve, evaluation.curve());
    }
    RowReport rows = rows(evaluation, used);
    System.err.println(rows.told());
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("scale", known.toString());
    rows.put(report);
    report.put("protocol", protocol.name().toLowerCase(Locale.ROOT));
    if (protocol == Protocol.HOLDOUT) {
      report.put("folds", folds);
      report.put("fold", fold);
    }
    report.put("model", SettingsLoader.label(settings.learning().model()));
    report.put("loss", SettingsLoader.label(settings.learning().loss()));
    EvaluationReport.put(report, evaluation);
    report.put("seconds", progress.elapsed().toMillis() / 1000.0);
    if (json) {
      System.out.println(report);
    } else {
      report.properties().forEach(field -> print(field.getKey(), field.getValue()));
    }
    return 0;
  }

  /// A holdout predicts ratings and nothing else, and a curve is of their error.
  private void checkRated(Samples samples) throws DataFileException {
    long unrated = samples.unrated();
    if (unrated == samples.tally().valid()) {
      throw new DataFileException(
          ratings.path(),
          "there are no ratings, so there is no error to measure: use --protocol ranking, or"
              + " prequential without --curve");
    }
    if (unrated > 0 && protocol == Protocol.HOLDOUT) {
      System.err.printf(
          "%,d events without a rating are skipped; the other protocols learn them%n", unrated);
    }
  }

  private void rank(
      Samples samples, RatingScale known, Model learned, long seed, Metadata metadata) {
    ListEvaluation evaluation =
        new ListEvaluation(samples, known, learned, shuffle, seed, metadata, rank);
    Progress progress = new Progress("ratings", evaluation.size());
    evaluation.run(shown(progress));
    progress.finish(evaluation.size(), "");
    ListReport report = new ListReport(evaluation, rank, progress.elapsed().toMillis() / 1000.0);
    if (json) {
      System.out.println(report.json());
    } else {
      System.out.print(report.table());
    }
  }

  private static LongConsumer shown(Progress progress) {
    return done -> {
      if ((done & 1023) == 0) {
        progress.show(done, "");
      }
    };
  }

  private static void print(String name, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(part -> print(name + ": " + part.getKey(), part.getValue()));
    } else {
      System.out.printf(Locale.ROOT, "%-20s %s%n", name, value.asText());
    }
  }

  private static RowReport rows(Evaluation evaluation, int used) {
    long ignored = used - evaluation.learned() - evaluation.tested();
    return new RowReport(evaluation.tally())
        .with("learned", evaluation.learned())
        .with("tested", evaluation.tested())
        .with("ignored", ignored)
        .with("unrated", evaluation.size() - used);
  }

  private Settings settings(RatingScale known) {
    Map<String, String> ofScale = new LinkedHashMap<>();
    ofScale.put("events.scale-min", Double.toString(known.min()));
    ofScale.put("events.scale-max", Double.toString(known.max()));
    if (model != null) {
      ofScale.put("learning.model", model);
    }
    if (loss != null) {
      ofScale.put("learning.loss", loss);
    }
    if (coldStart != null) {
      ofScale.put("learning.cold-start", coldStart);
    }
    return config.load(Map.of(), ofScale);
  }
}
