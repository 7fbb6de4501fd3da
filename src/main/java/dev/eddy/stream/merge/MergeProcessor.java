package dev.eddy.stream.merge;

import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.failure.Failure;
import dev.eddy.failure.Remedy;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceKey;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemIds;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.record.CommitPace;
import dev.eddy.stream.record.DeadLetters;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.RecordBatch;
import dev.eddy.stream.record.Sinks;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the items of one partition: merges what the learners changed of them, and publishes each
/// changed row once a commit, in the transaction of the deltas it contains.
public final class MergeProcessor implements Processor<byte[], RecordBatch, byte[], byte[]> {

  public static final String NAME = "merge";
  public static final String ROWS = "item-rows";

  private static final Logger LOG = LoggerFactory.getLogger(MergeProcessor.class);

  private final Model model;
  private final EngineMetrics metrics;
  private final LocalPartitions tasks;
  private final ChoiceDeltaCodec choiceDeltas;
  private final ChoiceRowCodec choiceRows;

  /// What is to be published; null for a row that is no more.
  private final Map<String, ItemRow> changed = new LinkedHashMap<>();

  private ProcessorContext<byte[], byte[]> context;
  private WriteBackStore<ItemRow> rows;
  private CommitPace pace;
  private ItemExpiry idle;
  private ChoiceMerge choices;

  public MergeProcessor(Model model, ItemIds items, LocalPartitions tasks, EngineMetrics metrics) {
    this.model = model;
    choiceDeltas = new ChoiceDeltaCodec(items);
    choiceRows = new ChoiceRowCodec(items);
    this.metrics = metrics;
    this.tasks = tasks;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    rows = context.getStateStore(ROWS);
    changed.clear();
    pace = new CommitPace(tasks.partitions() == 1, 0);
    long idleMs = model.settings().admission().expireItemAfterMs();
    idle =
        idleMs > 0
            ? new ItemExpiry(rows, model.itemLayout(), idleMs, tasks.partitions(), metrics)
            : null;
    rows.beforeCommit(this::publish);
    choices = new ChoiceMerge(context, choiceDeltas, choiceRows);
  }

  @Override
  public void process(Record<byte[], RecordBatch> batch) {
    for (ConsumerRecord<byte[], byte[]> record : RecordBatch.recordsOf(batch, context)) {
      process(record);
    }
  }

  private void process(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      giveUp(record, "a delta needs a key, the item id, and a value");
      return;
    }
    try {
      merge(record);
    } catch (Failure e) {
      if (Remedy.of(e) != Remedy.DEAD_LETTER) {
        throw e;
      }
      giveUp(record, e.getMessage());
      return;
    }
    if (pace.isDueAfterEvent(context.currentSystemTimeMs())) {
      context.commit();
    }
  }

  private void merge(ConsumerRecord<byte[], byte[]> record) {
    if (ChoiceKey.is(record.key())) {
      choices.merge(record.key(), record.value());
    } else {
      String itemId = new String(record.key(), StandardCharsets.UTF_8);
      RowLayout layout = RowKind.of(itemId).layout(model);
      merge(itemId, ItemDeltaCodec.decode(itemId, record.value(), layout.length()), layout);
    }
  }

  /// Only learners write deltas, so a damaged one was written by somebody else. It goes to the dead
  /// letters; stopping for it would stop the items of a whole partition.
  private void giveUp(ConsumerRecord<byte[], byte[]> record, String why) {
    LOG.error(
        "{}, partition {}, offset {} goes to the dead letters: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        why);
    metrics.unreadableRecord();
    context.forward(
        DeadLetters.letter(record, DeadLetters.UNREADABLE_DELTA, why), Sinks.DELTA_DEAD_LETTERS);
  }

  private void merge(String itemId, ItemDelta delta, RowLayout layout) {
    ItemRow row = rows.get(itemId);
    if (row == null) {
      row = ItemRow.startedBy(delta, RowKind.newRow(model, itemId));
      rows.put(itemId, row);
    }
    row.merge(delta, layout);
    rows.markDirty(itemId, row);
    changed.put(itemId, row);
    if (idle != null) {
      idle.after(delta, changed::put);
    }
  }

  private void publish() {
    pace.commits(context.currentSystemTimeMs());
    for (Map.Entry<String, ItemRow> entry : changed.entrySet()) {
      ItemRow row = entry.getValue();
      context.forward(
          new Record<>(
              entry.getKey().getBytes(StandardCharsets.UTF_8),
              row == null ? null : ItemRowCodec.encode(row.publish()),
              context.currentSystemTimeMs()),
          Sinks.ITEM_FACTORS);
    }
    changed.clear();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.noMoreCommits();
      choices.close();
    }
  }
}
