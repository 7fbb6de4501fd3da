package dev.eddy.stream;

import dev.eddy.factorization.ItemDelta;
import dev.eddy.factorization.ItemRow;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.RowLayout;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.WriteBackStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Owns the items of one partition: merges what the learners changed of them, and publishes each
/// changed row once a commit, in the transaction of the deltas it contains.
final class MergeProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  static final String NAME = "merge";
  static final String ROWS = "item-rows";

  private final Model model;
  private final Map<String, ItemRow> changed = new LinkedHashMap<>();
  private ProcessorContext<byte[], byte[]> context;
  private WriteBackStore<ItemRow> rows;

  MergeProcessor(Model model) {
    this.model = model;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    rows = context.getStateStore(ROWS);
    changed.clear();
    rows.beforeCommit(this::publish);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String itemId = new String(record.key(), StandardCharsets.UTF_8);
    boolean isShared = itemId.isEmpty();
    RowLayout layout = isShared ? model.sharedLayout() : model.itemLayout();
    ItemDelta delta = ItemDeltaCodec.decode(itemId, record.value(), layout.length());
    ItemRow row = rows.get(itemId);
    if (row == null) {
      float[] fallback = isShared ? model.newShared() : model.newItem(itemId, model.newShared());
      row = ItemRow.startedBy(delta, fallback);
      rows.put(itemId, row);
    }
    row.merge(delta, layout);
    rows.markDirty(itemId, row);
    changed.put(itemId, row);
  }

  private void publish() {
    for (Map.Entry<String, ItemRow> entry : changed.entrySet()) {
      context.forward(
          new Record<>(
              entry.getKey().getBytes(StandardCharsets.UTF_8),
              ItemRowCodec.encode(entry.getValue().publish()),
              context.currentSystemTimeMs()),
          EddyTopology.FACTOR_SINK);
    }
    changed.clear();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.noMoreCommits();
    }
  }
}
