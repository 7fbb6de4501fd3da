package dev.eddy.stream.merge;

import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceKey;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.Sinks;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Merges what the learners of all partitions changed of choices, and publishes each changed row
/// once a commit, in the transaction of the deltas it contains. A part of [MergeProcessor].
public final class ChoiceMerge {

  public static final String ROWS = "choice-rows";

  private final ProcessorContext<byte[], byte[]> context;
  private final WriteBackStore<ChoiceRow> rows;
  private final ChoiceDeltaCodec deltas;
  private final ChoiceRowCodec codec;
  private final Map<String, ChoiceRow> changed = new LinkedHashMap<>();

  ChoiceMerge(
      ProcessorContext<byte[], byte[]> context, ChoiceDeltaCodec deltas, ChoiceRowCodec codec) {
    this.context = context;
    this.deltas = deltas;
    this.codec = codec;
    rows = context.getStateStore(ROWS);
    rows.beforeCommit(this::publish);
  }

  /// Merges one delta.
  ///
  /// @throws dev.eddy.failure.DamagedRecordException if the value is none
  void merge(byte[] key, byte[] value) {
    String itemId = ChoiceKey.idOf(key);
    ChoiceRow row = rows.get(itemId);
    boolean isNew = row == null;
    if (isNew) {
      row = ChoiceRow.first(itemId);
    }
    switch (row) {
      case ChoiceRow.OfItem(var item) -> item.merge(deltas.decodeItem(itemId, value));
      case ChoiceRow.OfAll(ChoiceShared shared) -> shared.merge(deltas.decodeShared(value));
    }
    if (isNew) {
      rows.put(itemId, row);
    } else {
      rows.markDirty(itemId, row);
    }
    changed.put(itemId, row);
  }

  private void publish() {
    changed.forEach(
        (itemId, row) ->
            context.forward(
                new Record<>(
                    itemId.getBytes(StandardCharsets.UTF_8),
                    codec.encode(row),
                    context.currentSystemTimeMs()),
                Sinks.ITEM_CHOICES));
    changed.clear();
  }

  void close() {
    rows.noMoreCommits();
  }
}
