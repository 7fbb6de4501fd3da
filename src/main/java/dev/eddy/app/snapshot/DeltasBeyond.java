package dev.eddy.app.snapshot;

import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceKey;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemIds;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.apache.kafka.common.utils.Bytes;

/// Adds to merged rows what learners had sent before a cut and nobody had merged yet. It merges as
/// the owners of items do, but leaves out what a row contains already, and what was sent after the
/// cut: sequence numbers tell.
///
/// One thread uses it, for one cut.
final class DeltasBeyond {

  private final Model model;
  private final CutItems items;
  private final RowRecords choices;
  private final IntToLongFunction cut;
  private final ChoiceDeltaCodec choiceDeltas;
  private final ChoiceRowCodec choiceRows;
  private final Map<String, ItemRow> changedItems = new HashMap<>();
  private final Map<String, ChoiceRow> changedChoices = new HashMap<>();

  /// Begins with rows as they were merged before the cut.
  ///
  /// @param choices the rows of choices, changed by [#apply]
  /// @param cut the sequence number of a partition's last flush before the cut
  DeltasBeyond(Model model, CutItems items, RowRecords choices, IntToLongFunction cut) {
    this.model = model;
    this.items = items;
    this.choices = choices;
    this.cut = cut;
    ItemIds ids = new ItemIds(items);
    choiceDeltas = new ChoiceDeltaCodec(ids);
    choiceRows = new ChoiceRowCodec(ids);
  }

  /// Merges a record of `item-deltas`, if it belongs there.
  ///
  /// @throws dev.eddy.failure.DamagedRecordException if it is none
  void merge(byte[] key, byte[] value) {
    if (ChoiceKey.is(key)) {
      mergeChoice(ChoiceKey.idOf(key), value);
    } else {
      String id = new String(key, StandardCharsets.UTF_8);
      RowLayout layout = RowKind.of(id).layout(model);
      merge(id, ItemDeltaCodec.decode(id, value, layout.length()), layout);
    }
  }

  private boolean isMissing(Sequences contained, int partition, long sequence) {
    return sequence > contained.of(partition) && sequence <= cut.applyAsLong(partition);
  }

  private void merge(String id, ItemDelta delta, RowLayout layout) {
    ItemRow row = changedItems.get(id);
    MergedItem known = row == null ? items.row(id) : row.publish();
    Sequences contained = known == null ? Sequences.NONE : known.sequences();
    if (!isMissing(contained, delta.partition(), delta.sequence())) {
      return;
    }
    if (row == null) {
      row =
          known == null
              ? ItemRow.startedBy(delta, RowKind.newRow(model, id))
              : ItemRow.stored(known);
      changedItems.put(id, row);
    }
    row.merge(delta, layout);
  }

  private void mergeChoice(String id, byte[] value) {
    ChoiceRow row = changedChoices.get(id);
    if (row == null) {
      byte[] stored = choices.get(StoreKey.of(id));
      row = stored == null ? ChoiceRow.first(id) : choiceRows.decode(id, stored);
    }
    switch (row) {
      case ChoiceRow.OfItem(var item) -> {
        var delta = choiceDeltas.decodeItem(id, value);
        if (isMissing(item.sequences(), delta.partition(), delta.sequence())) {
          item.merge(delta);
          changedChoices.put(id, row);
        }
      }
      case ChoiceRow.OfAll(var shared) -> {
        var delta = choiceDeltas.decodeShared(value);
        if (isMissing(shared.sequences(), delta.partition(), delta.sequence())) {
          shared.merge(delta);
          changedChoices.put(id, row);
        }
      }
    }
  }

  /// Puts what changed in the place of what was there.
  void apply() {
    changedItems.forEach((id, row) -> items.put(id, row.publish()));
    changedChoices.forEach(
        (id, row) -> {
          Bytes key = StoreKey.of(id);
          choices.put(key, choiceRows.encode(row));
        });
  }
}
