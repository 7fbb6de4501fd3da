package dev.eddy.app.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.catalog.Features;
import dev.eddy.event.EventFilter;
import dev.eddy.event.InvalidEventException;
import dev.eddy.event.TreeReader;
import dev.eddy.factorization.PrequentialScore;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.item.Feature;
import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.User;
import dev.eddy.snapshot.ChoiceLine;
import dev.eddy.snapshot.ItemsWriter;
import dev.eddy.snapshot.JsonLines;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.NpyWriter;
import dev.eddy.snapshot.SnapshotFiles;
import dev.eddy.snapshot.SnapshotFolder;
import dev.eddy.snapshot.UserLine;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.ItemIds;
import dev.eddy.store.ScratchRecords;
import dev.eddy.store.StoreKey;
import dev.eddy.store.UserCodec;
import dev.eddy.stream.learn.TaskTotals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes a generation as it was at a cut to the files of a snapshot.
final class CutWriter {

  private final Settings settings;
  private final Model model;
  private final GenerationCut cut;
  private final SnapshotFolder out;
  private final JsonMapper mapper = new JsonMapper();
  private long items;
  private long waiting;
  private long features;
  private long choices;
  private long users;
  private long ratings;

  CutWriter(Settings settings, Model model, GenerationCut cut, SnapshotFolder out) {
    this.settings = settings;
    this.model = model;
    this.cut = cut;
    this.out = out;
  }

  /// What a visitor may throw through an iteration that knows nothing of files.
  private interface Write {
    void run() throws IOException;
  }

  private static void unchecked(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes all files but the manifest.
  ///
  /// @throws CommandFailedException if users, items and outcomes do not tell the same sum of
  ///     ratings
  void writeAll(Steps steps) throws IOException {
    try {
      writeItems();
      writeChoices();
      writeUsers(steps);
      writeRaw(SnapshotFiles.CATALOG, cut.catalog());
      writeRaw(SnapshotFiles.ATTRIBUTES, cut.attributes());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    check();
  }

  private void writeItems() throws IOException {
    try (ItemsWriter writer = new ItemsWriter(out, model.itemLayout())) {
      cut.items().forEach((id, row) -> unchecked(() -> writer.write(id, row)));
      items = writer.items();
      waiting = writer.waiting();
      features = writer.features();
    }
  }

  private void writeChoices() throws IOException {
    ChoiceRowCodec codec = new ChoiceRowCodec(new ItemIds(cut.items()));
    try (JsonLines.Writer lines = new JsonLines.Writer(out.file(SnapshotFiles.CHOICES));
        JsonLines.Writer shared = new JsonLines.Writer(out.file(SnapshotFiles.CHOICES_SHARED))) {
      cut.choices()
          .forEachId(
              (id, bytes) ->
                  unchecked(
                      () -> {
                        switch (codec.decode(id, bytes)) {
                          case ChoiceRow.OfItem(var item) ->
                              lines.write(ChoiceLine.of(id, item, cut.items()));
                          case ChoiceRow.OfAll(var all) -> shared.write(ChoiceLine.Shared.of(all));
                        }
                      }));
      choices = lines.lines();
    }
  }

  private void writeUsers(Steps steps) throws IOException {
    RowLayout layout = model.userLayout();
    RowLayout.Block bias = layout.blocks().get(0);
    RowLayout.Block vector = layout.blocks().get(1);
    UserCodec codec = new UserCodec(cut.items(), layout.length());
    HistorySolver solver = new HistorySolver(model, cut.items()::values);
    RowStarts starts = new RowStarts(model, cut.items(), new Known());
    float[] common = cut.items().values(ItemRows.SHARED);
    float[] shared = common == null ? model.newShared() : common;
    long total = cut.items().ratings();
    try (JsonLines.Writer lines = new JsonLines.Writer(out.file(SnapshotFiles.USERS));
        NpyWriter biases = NpyWriter.vector(out.file(SnapshotFiles.USER_BIASES));
        NpyWriter vectors = NpyWriter.matrix(out.file(SnapshotFiles.USER_VECTORS), vector.size())) {
      for (int partition = 0; partition < cut.partitions(); partition++) {
        ScratchRecords.Space records = cut.users(partition);
        records.forEachId(
            (id, head) ->
                unchecked(
                    () -> {
                      User user = codec.read(id, records);
                      float[] start = starts.user(id, cut.items()::values);
                      float[] row = solver.solve(shared, start, user.history().view());
                      lines.write(UserLine.of(id, user, cut.items()));
                      biases.write(row[bias.at()]);
                      vectors.write(row, vector.at());
                      ratings += user.row().count();
                      steps.at("ratings written", ratings, total);
                    }));
      }
      users = lines.lines();
    }
  }

  /// What the owner of accounts says of users; items are not asked about.
  private final class Known implements Metadata {
    @Override
    public List<Feature> ofUser(String userId) {
      byte[] json = cut.attributes().get(StoreKey.of(userId));
      try {
        return json == null ? List.of() : Features.of(TreeReader.readUser(json).attributes());
      } catch (InvalidEventException e) {
        return List.of(); // instances put it with the dead letters
      }
    }

    @Override
    public List<Feature> ofItem(String itemId) {
      return List.of();
    }
  }

  /// Writes records as producers wrote them; those that are no JSON nobody has ever taken in.
  private void writeRaw(String name, ScratchRecords.Space records) throws IOException {
    try (JsonLines.Writer lines = new JsonLines.Writer(out.file(name))) {
      records.forEachId(
          (id, json) ->
              unchecked(
                  () -> {
                    JsonNode tree = tree(json);
                    if (tree != null && tree.isObject()) {
                      lines.write(tree);
                    }
                  }));
    }
  }

  private JsonNode tree(byte[] json) throws IOException {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /// Holds the sums against each other that are equal in every cut.
  private void check() {
    long standing = 0;
    for (int partition = 0; partition < cut.partitions(); partition++) {
      standing += cut.task(partition).standing();
    }
    long ofItems = cut.items().ratings();
    if (standing != ratings || ofItems != ratings) {
      throw new CommandFailedException(
          ("what was read does not add up: by outcomes %d ratings stand, users have %d and items"
                  + " %d. Was a topic of the generation changed by hand?")
              .formatted(standing, ratings, ofItems));
    }
  }

  /// All partitions of a generation begin with the same filters, those that have learned nothing
  /// with none.
  private List<String> leftOut() {
    for (int partition = 0; partition < cut.partitions(); partition++) {
      List<EventFilter> filters = cut.task(partition).leftOut();
      if (!filters.isEmpty()) {
        return filters.stream().map(EventFilter::toString).toList();
      }
    }
    return null;
  }

  /// Returns what the snapshot says of itself.
  ///
  /// @param build the version of Eddy
  /// @param topicId Kafka's id of the topic of ratings
  Manifest manifest(String build, String topicId) {
    LearningSettings learning = settings.learning();
    double low =
        learning.ratingMin()
            - learning.linkMargin() * (learning.ratingMax() - learning.ratingMin());
    double high =
        learning.ratingMax()
            + learning.linkMargin() * (learning.ratingMax() - learning.ratingMin());
    List<Manifest.Partition> partitions = new ArrayList<>();
    for (int partition = 0; partition < cut.partitions(); partition++) {
      TaskTotals totals = cut.task(partition);
      Map<String, PrequentialScore.Values> scores = new TreeMap<>();
      for (Segment segment : Segment.values()) {
        scores.put(segment.label(), totals.score(segment));
      }
      partitions.add(
          new Manifest.Partition(
              partition, totals.offset() + 1, cut.exposures(partition), totals.counts(), scores));
    }
    return new Manifest(
        Manifest.FORMAT,
        Manifest.VERSION,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        build,
        model.signature(),
        new Manifest.Scale(learning.ratingMin(), learning.ratingMax()),
        new Manifest.Prediction(learning.link().name().toLowerCase(Locale.ROOT), low, high),
        settings.learningValues(),
        new Manifest.Source(
            settings.stream().names().namespace(),
            settings.stream().names().generation(),
            topicId,
            settings.stream().repartition()),
        partitions,
        settings.events().kinds().names(),
        leftOut(),
        new Manifest.Counts(items, waiting, features, choices, users, ratings),
        null);
  }
}
