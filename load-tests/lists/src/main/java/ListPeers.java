import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Trains other recommenders on a split of a data set, and writes their lists: [Popularity],
/// [ItemItem], [ImplicitAls] and [Ease], the last two with several settings.
///
/// A list has at most 20 items, best first, of two alike the lower number. What the user has is not
/// in it, nor what nobody has. Who has nothing yet is given the most popular items by every peer:
/// the other three have nothing to say about such a user.
@Command(
    name = "ListPeers",
    description = "Reads train.csv and users.csv, writes lists-NAME.csv for every peer.")
public final class ListPeers implements Callable<Integer> {

  private static final int LENGTH = 20;

  @Parameters(paramLabel = "FOLDER", description = "has train.csv and users.csv; gets the lists")
  private Path folder;

  @Option(
      names = "--ease-items",
      paramLabel = "N",
      description =
          "EASE learns the N most popular items (default: all; 12000 if there are more items and"
              + " more users than that)")
  private Integer easeItems;

  @Spec private CommandSpec spec;

  private record Outcome(
      String name,
      String peer,
      @JsonProperty("train_s") double trainSeconds,
      @JsonProperty("list_s") double listSeconds,
      int items) {}

  private record Report(List<Outcome> peers) {}

  /// Runs, and exits with 0 if all lists were written.
  public static void main(String[] args) {
    System.exit(new CommandLine(new ListPeers()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (easeItems != null && easeItems < 1) {
      throw new ParameterException(
          spec.commandLine(), "--ease-items is " + easeItems + ", allowed is 1 or more");
    }
    Choices choices = Choices.read(folder.resolve("train.csv"));
    int[] users = users(folder.resolve("users.csv"));
    Scorer popular = new Popularity().train(choices);
    List<Outcome> outcomes = new ArrayList<>();
    for (Peer peer : peers()) {
      long start = System.nanoTime();
      Scorer scorer = peer.train(choices);
      long trained = System.nanoTime();
      int[][] lists =
          Arrays.stream(users)
              .parallel()
              .mapToObj(
                  user -> list(choices, choices.of(user).length == 0 ? popular : scorer, user))
              .toArray(int[][]::new);
      long listed = System.nanoTime();
      write(folder.resolve("lists-" + peer.name() + ".csv"), users, lists);
      Outcome outcome =
          new Outcome(
              peer.name(),
              peer.kind(),
              seconds(trained - start),
              seconds(listed - trained),
              peer.items(choices));
      System.err.printf(
          Locale.ROOT,
          "lists: %s of %d items trained in %.1f s, %d lists in %.1f s%n",
          outcome.name,
          outcome.items,
          outcome.trainSeconds,
          users.length,
          outcome.listSeconds);
      outcomes.add(outcome);
    }
    System.out.println(new ObjectMapper().writeValueAsString(new Report(outcomes)));
    return CommandLine.ExitCode.OK;
  }

  private List<Peer> peers() {
    List<Peer> peers = new ArrayList<>(List.of(new Popularity(), new ItemItem()));
    ImplicitAls.grid().forEach(peers::add);
    for (int regularization : new int[] {100, 250, 500, 1000}) {
      peers.add(new Ease(regularization, easeItems));
    }
    return peers;
  }

  private static int[] users(Path path) throws IOException {
    try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(path)) {
      return lines.stream().mapToInt(line -> Integer.parseInt(line.getField(0))).toArray();
    }
  }

  private static int[] list(Choices choices, Scorer scorer, int user) {
    double[] scores = scorer.scores(user);
    for (int item = 0; item < scores.length; item++) {
      if (choices.count(item) == 0) {
        scores[item] = Double.NEGATIVE_INFINITY;
      }
    }
    for (int item : choices.of(user)) {
      scores[item] = Double.NEGATIVE_INFINITY;
    }
    return Best.of(scores, LENGTH);
  }

  private static void write(Path path, int[] users, int[][] lists) throws IOException {
    try (CsvWriter lines = CsvWriter.builder().build(path)) {
      for (int at = 0; at < users.length; at++) {
        lines.writeRecord(
            IntStream.concat(IntStream.of(users[at]), IntStream.of(lists[at]))
                .mapToObj(Integer::toString)
                .toList());
      }
    }
  }

  private static double seconds(long nanoseconds) {
    return Math.round(nanoseconds / 1e6) / 1e3;
  }
}
