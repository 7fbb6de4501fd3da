package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.ScratchRecords;
import dev.eddy.store.StoreKey;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.TaskTotals;
import dev.eddy.stream.record.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.utils.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A generation at one moment of each partition, read from its topics while it is learned: exactly
/// what the ratings before that moment made of users, items and choices.
///
/// ```
/// 1. histories   user-history changelog, up to the present: most of the work
/// 2. from where  the offsets up to which item-deltas are merged
/// 3. items       item-factors and item-choices, up to the present: contain what was merged in 2
/// 4. the cut     the changelog again, up to the present, with the row of each task: it tells the
///                offset in `ratings` and the number of the task's last flush
/// 5. deltas      item-deltas from 2 on: what flushes before the cut sent and items lack
/// ```
///
/// Whoever follows a compacted topic from its beginning to its end has the last record of each key,
/// whatever was compacted meanwhile; so no end is fixed before the reader has reached it. Items are
/// read before the cut: so no item contains a flush that came after it. Deltas that were merged are
/// purged now and then; should that happen between 2 and 5, the reader begins again at 2.
///
/// Everything of users lies on disk while it is worked on. Items take as much memory as in an
/// instance.
final class GenerationCut implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationCut.class);
  private static final int MAX_TRIES = 5;

  /// Behind the partitions of users, each of which has a space of its own.
  private static final int CHOICES = 60_000;

  private static final int ATTRIBUTES = CHOICES + 1;
  private static final int CATALOG = CHOICES + 2;

  private final Model model;
  private final TopicNames names;
  private final KafkaClients kafka;
  private final int partitions;
  private final ScratchRecords scratch;
  private final CutItems items = new CutItems();
  private final ItemRowCodec itemRows;
  private final Map<Integer, TaskTotals> tasks = new HashMap<>();
  private final Map<Integer, Long> exposures = new HashMap<>();

  /// Begins with nothing read.
  ///
  /// @param partitions how many the ratings have where they are learned
  /// @param folder for what does not fit into memory; must not be there
  GenerationCut(Model model, TopicNames names, KafkaClients kafka, int partitions, Path folder)
      throws IOException {
    this.model = model;
    this.names = names;
    this.kafka = kafka;
    this.partitions = partitions;
    scratch = new ScratchRecords(folder);
    itemRows = new ItemRowCodec(model);
  }

  /// Reads the generation.
  ///
  /// @throws CommandFailedException if it cannot be read
  void read(Steps steps) {
    try (TopicReader histories = reader(LearnProcessor.changelog(names));
        TopicReader factors = reader(names.itemFactors());
        TopicReader choices = reader(names.itemChoices());
        TopicReader deltas = reader(names.itemDeltas())) {
      long total = histories.left() + factors.left() + choices.left();
      long[] done = {0};
      LongConsumer read =
          offsets -> {
            done[0] += offsets;
            steps.at("records read", Math.min(done[0], total), total);
          };
      histories.catchUp(this::putHistory, read);
      for (int tries = 1; !cut(histories, factors, choices, deltas, read); tries++) {
        if (tries == MAX_TRIES) {
          throw new CommandFailedException(
              "item deltas were purged sooner than they could be read, %d times. Is the machine too busy?"
                  .formatted(MAX_TRIES));
        }
        LOG.info("Item deltas were purged while the items were read; reading on");
      }
    }
    readSpace(names.users(), ATTRIBUTES);
    readSpace(names.items(), CATALOG);
    scratch.apply();
  }

  private TopicReader reader(String topic) {
    int has =
        kafka
            .describe(topic)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "the topic %s is not there. Set stream.namespace and stream.generation to those of a deployment that has run"
                            .formatted(topic)))
            .partitions()
            .size();
    return kafka.reader(topic, has);
  }

  private boolean cut(
      TopicReader histories,
      TopicReader factors,
      TopicReader choices,
      TopicReader deltas,
      LongConsumer read) {
    deltas.seek(committed(names.itemDeltas()));
    factors.catchUp(this::putItem, read);
    choices.catchUp(record -> put(CHOICES, record), read);
    histories.catchUp(this::putHistory, read);
    scratch.apply();
    readTasks();
    DeltasBeyond beyond =
        new DeltasBeyond(model, items, scratch.space(CHOICES), p -> tasks.get(p).sequence());
    try {
      deltas.catchUp(record -> merge(beyond, record), offsets -> {});
    } catch (OffsetOutOfRangeException e) {
      LOG.debug("Purged", e);
      return false;
    }
    beyond.apply();
    exposures.putAll(committed(names.exposures()));
    return true;
  }

  private Map<Integer, Long> committed(String topic) {
    Map<Integer, Long> offsets = new HashMap<>();
    kafka
        .committed(names.applicationId())
        .forEach(
            (partition, offset) -> {
              if (partition.topic().equals(topic)) {
                offsets.put(partition.partition(), offset.offset());
              }
            });
    return offsets;
  }

  private void putHistory(ConsumerRecord<byte[], byte[]> record) {
    scratch.space(record.partition()).put(Bytes.wrap(record.key()), record.value());
  }

  private void put(int space, ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null) {
      scratch.space(space).put(Bytes.wrap(record.key()), record.value());
    }
  }

  private void putItem(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return; // nothing that merging has written
    }
    String id = new String(record.key(), StandardCharsets.UTF_8);
    MergedItem row = null;
    if (record.value() != null) {
      try {
        row = itemRows.decode(id, record.value());
      } catch (DamagedRecordException e) { // as instances do
        LOG.error("Skipped a damaged merged row: {}", e.getMessage());
        return;
      }
    }
    items.put(id, row);
  }

  private static void merge(DeltasBeyond beyond, ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return; // whoever merges puts it with the dead letters
    }
    try {
      beyond.merge(record.key(), record.value());
    } catch (DamagedRecordException e) {
      LOG.error("Skipped a damaged delta: {}", e.getMessage());
    }
  }

  private void readTasks() {
    for (int partition = 0; partition < partitions; partition++) {
      TaskTotals totals = TaskTotals.decode(scratch.space(partition).get(StoreKey.TASK));
      totals.learnWith(model.signature());
      tasks.put(partition, totals);
    }
  }

  private void readSpace(String topic, int space) {
    try (TopicReader reader = reader(topic)) {
      reader.catchUp(record -> put(space, record), offsets -> {});
    }
  }

  /// Returns how many partitions there are.
  int partitions() {
    return partitions;
  }

  /// Returns the items.
  CutItems items() {
    return items;
  }

  /// Returns what a partition had seen.
  TaskTotals task(int partition) {
    return tasks.get(partition);
  }

  /// Returns the offset of the first exposure that a partition had not counted, 0 for none.
  long exposures(int partition) {
    return exposures.getOrDefault(partition, 0L);
  }

  /// Returns the records of a partition's users.
  ScratchRecords.Space users(int partition) {
    return scratch.space(partition);
  }

  /// Returns the records of choices.
  ScratchRecords.Space choices() {
    return scratch.space(CHOICES);
  }

  /// Returns what the topic `users` says, as it is there.
  ScratchRecords.Space attributes() {
    return scratch.space(ATTRIBUTES);
  }

  /// Returns what the topic `items` says, as it is there.
  ScratchRecords.Space catalog() {
    return scratch.space(CATALOG);
  }

  /// Removes what lies on disk.
  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
