package dev.eddy.app.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.User;
import dev.eddy.snapshot.ChoiceLine;
import dev.eddy.snapshot.ItemsReader;
import dev.eddy.snapshot.JsonLines;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotFiles;
import dev.eddy.snapshot.SnapshotFolder;
import dev.eddy.snapshot.UserLine;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.ItemIds;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.UserCodec;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.record.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes what a snapshot holds to the topics that a generation restores its stores from, each row
/// as the generation would have written it. Files that are not there hold nothing.
final class SnapshotRows {

  private final SnapshotFolder snapshot;
  private final Model model;
  private final TopicNames names;
  private final PrimedRows rows;

  /// Creates a writer.
  ///
  /// @param names of the new generation
  SnapshotRows(SnapshotFolder snapshot, Model model, TopicNames names, PrimedRows rows) {
    this.snapshot = snapshot;
    this.model = model;
    this.names = names;
    this.rows = rows;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Writes items, features and what all share.
  ///
  /// @return how many items and features there are
  long writeItems() throws IOException {
    long[] items = {0};
    new ItemsReader(snapshot, model)
        .read(
            (id, row) -> {
              items[0] += id.isEmpty() ? 0 : 1;
              rows.put(names.itemFactors(), bytes(id), ItemRowCodec.encode(row));
            });
    return items[0];
  }

  /// Writes what was chosen.
  void writeChoices() throws IOException {
    ItemDictionary numbers = new ItemDictionary();
    ChoiceRowCodec codec = new ChoiceRowCodec(new ItemIds(numbers));
    Path file = snapshot.file(SnapshotFiles.CHOICES);
    if (Files.exists(file)) {
      try (JsonLines.Reader<ChoiceLine> lines = new JsonLines.Reader<>(file, ChoiceLine.class)) {
        for (ChoiceLine line = lines.next(); line != null; line = lines.next()) {
          ChoiceRow row = lines.checked(line, one -> new ChoiceRow.OfItem(one.item(numbers)));
          rows.put(names.itemChoices(), bytes(line.itemId()), codec.encode(row));
        }
      }
    }
    Path shared = snapshot.file(SnapshotFiles.CHOICES_SHARED);
    if (Files.exists(shared)) {
      try (JsonLines.Reader<ChoiceLine.Shared> lines =
          new JsonLines.Reader<>(shared, ChoiceLine.Shared.class)) {
        for (ChoiceLine.Shared line = lines.next(); line != null; line = lines.next()) {
          ChoiceRow row = lines.checked(line, one -> new ChoiceRow.OfAll(one.shared()));
          rows.put(names.itemChoices(), new byte[0], codec.encode(row));
        }
      }
    }
  }

  /// Writes users, each to the partition of its key.
  ///
  /// @param partitions how many the ratings have where they are learned
  /// @param keepsOffsets whether offsets are of the topic that is learned from now on
  /// @return how many users there are
  long writeUsers(int partitions, boolean keepsOffsets, Steps steps) throws IOException {
    Path file = snapshot.file(SnapshotFiles.USERS);
    if (!Files.exists(file)) {
      return 0;
    }
    ItemDictionary numbers = new ItemDictionary();
    UserCodec codec = new UserCodec(numbers, model.userLayout().length());
    String changelog = LearnProcessor.changelog(names);
    Manifest.Counts counts = snapshot.manifest().counts();
    long total = counts == null ? 0 : counts.users();
    long users = 0;
    try (JsonLines.Reader<UserLine> lines = new JsonLines.Reader<>(file, UserLine.class)) {
      for (UserLine line = lines.next(); line != null; line = lines.next()) {
        User user = lines.checked(line, one -> one.user(numbers, keepsOffsets));
        int partition = LocalPartitions.partitionOf(bytes(line.userId()), partitions);
        codec.write(line.userId(), user, rows.partition(changelog, partition));
        steps.at("users written", ++users, total);
      }
    }
    return users;
  }

  /// Publishes the catalog.
  void writeCatalog() throws IOException {
    writeRaw(snapshot.file(SnapshotFiles.CATALOG), names.items(), "itemId");
  }

  /// Publishes the attributes of users.
  void writeAttributes() throws IOException {
    writeRaw(snapshot.file(SnapshotFiles.ATTRIBUTES), names.users(), "userId");
  }

  private void writeRaw(Path file, String topic, String id) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (JsonLines.Reader<JsonNode> lines = new JsonLines.Reader<>(file, JsonNode.class)) {
      for (JsonNode line = lines.next(); line != null; line = lines.next()) {
        String key = line.path(id).asText();
        if (key.isEmpty()) {
          throw lines.problem(id + " is missing");
        }
        rows.put(topic, bytes(key), bytes(line.toString()));
      }
    }
  }
}
