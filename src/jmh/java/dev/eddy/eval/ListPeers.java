package dev.eddy.eval;

import dev.eddy.eval.Samples.Sample;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/// Recommenders to compare with, in a program and with libraries of their own: `load-tests/lists`.
/// They are given the rows that Eddy learned, by number, and write lists.
final class ListPeers implements AutoCloseable {

  private final ListEvaluation evaluation;
  private final String classPath;
  private final Path folder;
  private final Map<String, Wanted> wanted;
  private final Object2IntOpenHashMap<String> users = new Object2IntOpenHashMap<>();

  /// By number of the peers, which have no gaps.
  private final Map<Integer, Integer> itemOf = new HashMap<>();

  private final Object2IntOpenHashMap<String> items = new Object2IntOpenHashMap<>();

  /// Writes the rows where the peers read them.
  ///
  /// @param evaluation has run
  /// @param classPath of the program
  ListPeers(ListEvaluation evaluation, String classPath) throws IOException {
    this.evaluation = evaluation;
    this.classPath = classPath;
    folder = Files.createTempDirectory("eddy-lists");
    wanted = evaluation.wanted();
    write();
  }

  private void write() throws IOException {
    Set<String> pairs = new HashSet<>();
    try (CsvWriter out = CsvWriter.builder().build(folder.resolve("train.csv"))) {
      for (Sample sample : evaluation.learned()) {
        if (sample.worth() > 0 && pairs.add(sample.userId() + "\0" + sample.itemId())) {
          int user = users.computeIfAbsent(sample.userId(), id -> users.size());
          int item = items.computeIfAbsent(sample.itemId(), id -> items.size());
          itemOf.put(item, evaluation.eddy().byRating().number(sample.itemId()));
          out.writeRecord(Integer.toString(user), Integer.toString(item));
        }
      }
    }
    try (CsvWriter out = CsvWriter.builder().build(folder.resolve("users.csv"))) {
      for (String userId : wanted.keySet()) {
        out.writeRecord(
            Integer.toString(users.computeIfAbsent(userId, id -> users.size())));
      }
    }
  }

  /// Trains all and lets them write lists.
  ///
  /// @return what each is called, and how long it took
  JsonNode train() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + Runtime.getRuntime().maxMemory(),
                "-cp",
                classPath,
                "ListPeers",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      byte[] out = process.getInputStream().readAllBytes();
      int status = process.onExit().join().exitValue();
      if (status != 0) {
        throw new IllegalStateException("the peers ended with status " + status);
      }
      return new JsonMapper().readTree(out).required("peers");
    } finally {
      process.destroyForcibly();
    }
  }

  /// Scores the lists of a peer.
  ListScores score(String name) throws IOException {
    List<String> asked = List.copyOf(wanted.keySet());
    ListScores scores = new ListScores();
    Path lists = folder.resolve("lists-" + name + ".csv");
    try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(lists)) {
      int place = 0;
      for (CsvRecord line : lines) {
        String userId = asked.get(place++);
        if (Integer.parseInt(line.getField(0)) != users.getInt(userId)) {
          throw new IllegalStateException(lists + " has the list of another user than was asked");
        }
        int[] list =
            IntStream.range(1, line.getFieldCount())
                .map(field -> itemOf.get(Integer.valueOf(line.getField(field))))
                .toArray();
        scores.add(list, wanted.get(userId));
      }
      if (place != asked.size()) {
        throw new IllegalStateException(lists + " has " + place + " lists of " + asked.size());
      }
    }
    return scores;
  }

  @Override
  public void close() {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
