package dev.eddy.serve.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.event.Decimal;
import dev.eddy.event.EventSettings;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.event.RejectReason;
import dev.eddy.event.Rejection;
import dev.eddy.event.TimeFormat;
import dev.eddy.event.UserEvent;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.limit.UserWrites;
import dev.eddy.table.DataFileException;
import dev.eddy.table.RatingRow;
import dev.eddy.table.TableOptions;
import dev.eddy.table.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of `docs/data.md`: each file has the outcome that it says, by whichever way its rows
/// come in.
class TablesTest {

  private static final Path PAGE = Path.of("docs/data.md");
  private static final Path FOLDER = Path.of("src/test/resources/tables");
  private static final RatingScale SCALE = new RatingScale(0, 10);

  /// Only tables have these.
  private static final Set<RejectReason> OF_TABLES =
      Set.of(RejectReason.TOO_MANY_COLUMNS, RejectReason.OPEN_QUOTE, RejectReason.NOT_JSON);

  /// One row of the page.
  record Expected(String file, String options, String told, String outcome) {

    @Override
    public String toString() {
      return file + " " + options;
    }

    Path path() {
      return FOLDER.resolve(file);
    }

    TableOptions tableOptions() {
      return TableOptions.parse(null, options.isEmpty() ? null : options.replace("--columns ", ""));
    }

    RatingFile open() throws DataFileException {
      return RatingFile.open(path(), tableOptions());
    }

    boolean isTable() {
      return outcome.matches("\\d+ read, .*");
    }
  }

  private static List<Expected> page() throws IOException {
    List<Expected> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.split(" *\\| *", -1);
      if (cells.length == 7
          && cells[1].startsWith("`")
          && Files.exists(FOLDER.resolve(plain(cells[1])))) {
        rows.add(new Expected(plain(cells[1]), plain(cells[3]), cells[4], cells[5]));
      }
    }
    return rows;
  }

  private static String plain(String cell) {
    return cell.replace("`", "");
  }

  static Stream<Expected> tables() throws IOException {
    return page().stream().filter(Expected::isTable);
  }

  static Stream<Expected> others() throws IOException {
    return page().stream().filter(row -> !row.isTable());
  }

  @Test
  void shouldTellOfEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(page())
          .extracting(Expected::file)
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void shouldRefuseAFileInWords(Expected expected) {
    assertThatThrownBy(() -> RatingScale.of(expected.open()))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining(expected.outcome)
        .message()
        .satisfies(text -> assertThat(text.chars()).as(text).allMatch(c -> c >= ' '));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void shouldLearnOrRefuseEveryRowOfAFile(Expected expected) throws Exception {
    RatingFile file = expected.open();
    Tally tally = new Tally();
    RatingRecommender library = RatingRecommender.forScale(SCALE.min(), SCALE.max());
    long learned = 0;
    for (RatingRow row : rows(file)) {
      tally.add(row);
      if (row.event() instanceof UserEvent event) {
        learn(library, event);
        learned++;
      }
    }
    assertThat(outcome(tally, learned)).isEqualTo(expected.outcome);
    assertThat(tally.read()).isEqualTo(learned + tally.refused());
    assertThat(file.told()).isEqualTo(expected.told);
  }

  private static void learn(RatingRecommender library, UserEvent event) {
    if (event instanceof Rating rating) {
      double value = rating.rating().orElseThrow();
      library.rate(rating.userId(), rating.itemId(), value, rating.timestampMs());
    } else {
      library.noteInteraction(event.userId(), event.itemId(), event.kind(), 1, event.timestampMs());
    }
  }

  private static String outcome(Tally tally, long learned) {
    StringBuilder text = new StringBuilder();
    text.append("%d read, %d learned".formatted(tally.read(), learned));
    for (RejectReason reason : RejectReason.values()) {
      if (tally.byReason().containsKey(reason)) {
        text.append(", %d %s".formatted(tally.byReason().get(reason), reason.label()));
      }
    }
    return text.toString();
  }

  private static List<RatingRow> rows(RatingFile file) throws DataFileException {
    List<RatingRow> rows = new ArrayList<>();
    file.read(SCALE.rules(), rows::add);
    return rows;
  }

  private static String what(RatingEvent event, boolean timed) {
    return switch (event) {
      case UserEvent done ->
          "%s %s %s %s %s at %s"
              .formatted(
                  done.userId(),
                  done instanceof Rating rating ? "rates " + rating.rating() : "",
                  done.kind(),
                  done.value(),
                  done.itemId(),
                  timed ? done.timestampMs() : "some time");
      case Rejection bad -> bad.reason().label();
      default -> event.toString();
    };
  }

  @ParameterizedTest
  @MethodSource("tables")
  void shouldUploadTheSameRows(Expected expected) throws Exception {
    if (!expected.options.isEmpty()) {
      return; // an upload has no options
    }
    RatingFile file = expected.open();
    try (InputStream in = Files.newInputStream(expected.path())) {
      assertThat(uploaded(in, file.hasTimes() ? file.times() : null, file.hasTimes()))
          .containsExactlyInAnyOrderElementsOf(
              rows(file).stream().map(row -> what(row.event(), file.hasTimes())).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void shouldTakeTheSameRowsAsLinesAndAsRecords(Expected expected) throws Exception {
    RatingFile file = expected.open();
    RatingReader reader =
        new RatingReader(EventSettings.forScale(SCALE.min(), SCALE.max()), Clock.systemUTC());
    List<String> fromFile = new ArrayList<>();
    List<String> fromTopic = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (RatingRow row : rows(file)) {
      if (row.event() instanceof Rejection bad && OF_TABLES.contains(bad.reason())) {
        continue;
      }
      byte[] json = json(row, file);
      lines.append(new String(json, StandardCharsets.UTF_8)).append('\n');
      String user = row.event() instanceof UserEvent event ? event.userId() : row.cells().userId();
      fromFile.add(what(row.event(), true));
      fromTopic.add(what(reader.read(user.getBytes(StandardCharsets.UTF_8), json), true));
    }
    assertThat(fromTopic).isEqualTo(fromFile);
    byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(uploaded(new ByteArrayInputStream(body), null, true))
        .containsExactlyInAnyOrderElementsOf(fromFile);
  }

  private static byte[] json(RatingRow row, RatingFile file) {
    if (row.event() instanceof UserEvent event) {
      return EventWriter.write(event);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("userId", row.cells().userId());
    json.put("itemId", row.cells().itemId());
    putNumber(json, "rating", row.cells().rating());
    if (row.cells().kind() != null) {
      json.put("kind", row.cells().kind());
    }
    if (row.cells().value() != null && !row.cells().value().isEmpty()) {
      putNumber(json, "value", row.cells().value());
    }
    String time = row.cells().time();
    if (!file.hasTimes()) {
      json.put("timestamp", row.line() * 1000);
    } else if (time != null && file.times().toMs(time).isPresent()) {
      json.put("timestamp", file.times().toMs(time).getAsLong());
    } else if (time != null) {
      json.put("timestamp", time);
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void putNumber(ObjectNode json, String field, String text) {
    double number = text == null ? Double.NaN : Decimal.parse(text);
    if (!Double.isNaN(number)) {
      json.put(field, number);
    } else if (text != null) {
      json.put(field, text);
    }
  }

  /// Returns what was published, and the reasons for what was not.
  private static List<String> uploaded(InputStream in, TimeFormat times, boolean timed)
      throws IOException {
    List<String> outcomes = new ArrayList<>();
    Backend backend =
        (Backend)
            Proxy.newProxyInstance(
                TablesTest.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "rules" -> SCALE.rules();
                      case "publish" -> {
                        for (Object event : (List<?>) arguments[0]) {
                          outcomes.add(what((UserEvent) event, timed));
                        }
                        yield WriteToken.NONE;
                      }
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    BulkRatings.Answer answer =
        new BulkRatings(backend, new UserWrites(0, new SimpleMeterRegistry()), 10_000_000)
            .table(in, times);
    for (BulkRatings.LineError error : answer.errors()) {
      outcomes.add(error.detail().substring(0, error.detail().indexOf(':')));
    }
    assertThat(outcomes).hasSize(answer.accepted() + answer.rejected());
    return outcomes;
  }
}
