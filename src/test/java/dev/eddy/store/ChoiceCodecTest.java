package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.choice.row.ChoiceSink;
import dev.eddy.choice.row.MergedChoices;
import dev.eddy.choice.row.SharedDelta;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.Failure;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceCodecTest {

  private final ItemIndex items =
      new ItemIndex(
          new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels()),
          new ScalarKernels());
  private final ChoiceDeltaCodec deltas = new ChoiceDeltaCodec(new ItemIds(items));
  private final ChoiceRowCodec rows = new ChoiceRowCodec(new ItemIds(items));
  private final Map<Integer, ChoiceDelta> ofItems = new HashMap<>();
  private SharedDelta ofAll;

  @BeforeEach
  void learn() {
    Random random = new Random(61);
    ChoiceLearner learner =
        new ChoiceLearner(new MergedChoices(), 3, new ChoiceSettings(0.5, 5, 1));
    History[] users = new History[5];
    Arrays.setAll(users, user -> new History());
    for (int n = 0; n < 500; n++) {
      int item = items.number("i" + random.nextInt(40));
      int user = random.nextInt(5);
      learner.learn(users[user].view(), Choice.rated(item, 4, 1_000L * n), number -> 1);
      users[user].apply(new History.Entry(item, true, 4, 1, 1_000L * n, n));
    }
    learner.flush(
        17,
        new ChoiceSink() {
          @Override
          public void item(int number, ChoiceDelta delta) {
            ofItems.put(number, delta);
          }

          @Override
          public void shared(SharedDelta delta) {
            ofAll = delta;
          }
        });
  }

  @Test
  void shouldReadTheDeltasOfItemsThatItWrote() {
    ofItems.forEach(
        (number, delta) -> {
          ChoiceDelta read = deltas.decodeItem(items.id(number), deltas.encode(delta));
          assertThat(read).usingRecursiveComparison().isEqualTo(delta);
        });
    assertThat(ofItems).hasSize(40);
  }

  @Test
  void shouldReadTheSharedDeltaThatItWrote() {
    assertThat(ofAll.information()).isNotEmpty();
    assertThat(deltas.decodeShared(deltas.encode(ofAll)))
        .usingRecursiveComparison()
        .isEqualTo(ofAll);
  }

  @Test
  void shouldReadTheRowsThatItWrote() {
    ofItems.forEach(
        (number, delta) -> {
          ChoiceItem item = new ChoiceItem();
          item.merge(delta);
          ChoiceRow row = rows.decode(items.id(number), rows.encode(new ChoiceRow.OfItem(item)));
          ChoiceItem read = ((ChoiceRow.OfItem) row).item();
          assertThat(read.count()).isEqualTo(item.count());
          assertThat(read.residual()).isCloseTo(item.residual(), within(1e-9));
          assertThat(read.bornMs()).isEqualTo(item.bornMs());
          assertThat(read.sequences().of(3)).isEqualTo(17);
          for (int slot = 0; slot < item.neighbours(); slot++) {
            assertThat(read.weightOf(item.neighbour(slot))).isEqualTo(item.weight(slot));
          }
        });
    ChoiceShared shared = new ChoiceShared();
    shared.merge(ofAll);
    ChoiceRow row = rows.decode("", rows.encode(new ChoiceRow.OfAll(shared)));
    ChoiceShared read = ((ChoiceRow.OfAll) row).shared();
    assertThat(read.clock()).isEqualTo(shared.clock());
    assertThat(read.meanRating()).isEqualTo(4);
    assertThat(read.timeMs()).isEqualTo(499_000);
    assertThat(read.sequences().of(3)).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldTakeDamagedBytesForDamaged(long seed) {
    Random random = new Random(seed);
    byte[] item = deltas.encode(ofItems.values().iterator().next());
    byte[] shared = deltas.encode(ofAll);
    for (int n = 0; n < 500; n++) {
      byte[] cut = Arrays.copyOf(item, random.nextInt(item.length));
      assertThatThrownBy(() -> deltas.decodeItem("i", cut))
          .isInstanceOf(DamagedRecordException.class);
      readOrRefuse(() -> deltas.decodeItem("i", flipped(item, random)));
      readOrRefuse(() -> deltas.decodeShared(flipped(shared, random)));
    }
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private static void readOrRefuse(Runnable read) {
    try {
      read.run();
    } catch (Failure e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void shouldTellItsKeysFromThoseOfRows() {
    assertThat(ChoiceKey.is(ChoiceKey.of("a"))).isTrue();
    assertThat(ChoiceKey.is(ChoiceKey.of(""))).isTrue();
    assertThat(ChoiceKey.idOf(ChoiceKey.of("ä/b"))).isEqualTo("ä/b");
    assertThat(ChoiceKey.is(new byte[0])).isFalse();
    assertThat(ChoiceKey.is(StoreKey.of("ca").get())).isFalse();
    assertThat(ChoiceKey.is(StoreKey.of("\0i17").get())).isFalse();
  }
}
