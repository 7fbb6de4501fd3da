package dev.eddy.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceKey;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemIds;
import dev.eddy.store.MapRecords;
import dev.eddy.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is added to merged rows at a cut.
class DeltasBeyondTest {

  private final Model model =
      SomeSettings.forScale(1, 5).factors(2).build().newModel(new ScalarKernels());
  private final CutItems items = new CutItems();
  private final MapRecords choices = new MapRecords();
  private final Map<Integer, Long> cut = Map.of(0, 5L, 1, 7L);
  private final DeltasBeyond beyond =
      new DeltasBeyond(model, items, choices, partition -> cut.get(partition));

  private final float[] start = model.newItem("m", model.newShared());

  private ItemDelta delta(int partition, long sequence) {
    float[] change = new float[model.itemLayout().length()];
    for (int i = 0; i < change.length; i++) {
      change[i] = partition + sequence / 16f;
    }
    return new ItemDelta(partition, sequence, 1, start, change, 0);
  }

  private void send(String id, ItemDelta delta) {
    beyond.merge(id.getBytes(StandardCharsets.UTF_8), ItemDeltaCodec.encode(delta));
  }

  @Test
  void shouldAddWhatIsNotContainedAndNothingFromAfterTheCut() {
    items.put("m", new MergedItem(start.clone(), 3, Sequences.NONE.with(0, 4).with(1, 2)));
    ItemRow expected = ItemRow.stored(items.row("m"));
    send("m", delta(0, 4)); // contained
    send("m", delta(0, 5));
    send("m", delta(1, 3));
    send("m", delta(0, 6)); // after the cut
    send("m", delta(1, 7));
    send("m", delta(1, 8)); // after the cut
    beyond.apply();
    expected.merge(delta(0, 5), model.itemLayout());
    expected.merge(delta(1, 3), model.itemLayout());
    expected.merge(delta(1, 7), model.itemLayout());
    assertThat(items.row("m").values()).isEqualTo(expected.publish().values());
    assertThat(items.row("m").count()).isEqualTo(6);
    assertThat(items.ratings()).isEqualTo(6);
  }

  @Test
  void shouldStartItemsThatNobodyHasMerged() {
    send("new", delta(0, 1));
    send("newer", delta(0, 6));
    beyond.apply();
    assertThat(items.row("new").count()).isEqualTo(1);
    assertThat(items.row("newer")).isNull();
  }

  @Test
  void shouldChangeNothingBeforeItIsApplied() {
    send("new", delta(0, 1));
    assertThat(items.row("new")).isNull();
    assertThat(choices.stored()).isEmpty();
  }

  private ChoiceDelta chosen(int partition, long sequence) {
    ChoiceDelta one = new ChoiceItem().whole();
    return new ChoiceDelta(
        partition, sequence, 1_000, 1, 1, 0, 0, 1, one.fading(), new int[0], new float[0]);
  }

  @Test
  void shouldDoTheSameWithChoices() {
    ChoiceItem stored = new ChoiceItem();
    stored.merge(chosen(0, 4));
    ChoiceRowCodec codec = new ChoiceRowCodec(new ItemIds(items));
    choices.put(StoreKey.of("m"), codec.encode(new ChoiceRow.OfItem(stored)));
    ChoiceDeltaCodec deltas = new ChoiceDeltaCodec(new ItemIds(items));
    for (ChoiceDelta delta :
        new ChoiceDelta[] {chosen(0, 4), chosen(0, 5), chosen(0, 6), chosen(1, 1)}) {
      beyond.merge(ChoiceKey.of("m"), deltas.encode(delta));
    }
    beyond.apply();
    ChoiceRow row = codec.decode("m", choices.get(StoreKey.of("m")));
    assertThat(((ChoiceRow.OfItem) row).item().count()).isEqualTo(3);
  }
}
