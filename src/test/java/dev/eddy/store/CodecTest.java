package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.DotModel;
import dev.eddy.factorization.History;
import dev.eddy.factorization.ItemDelta;
import dev.eddy.factorization.Loss;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.Sequences;
import dev.eddy.factorization.SomeSettings;
import dev.eddy.factorization.UserRow;
import dev.eddy.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Formats: what is written is read back, and the bytes of version 1, kept in files, stay
/// readable.
class CodecTest {

  private static final Path FOLDER = Path.of("src/test/resources/codec");

  private final Model model =
      new DotModel(
          SomeSettings.forScale(0, 5)
              .factors(2)
              .loss(Loss.SQUARED)
              .linkMargin(0.05)
              .ratingNoise(0.2)
              .spreads(1, 1, 1, 1)
              .weightDecay(0)
              .maxPrecision(100)
              .build(),
          new ScalarKernels());
  private final ItemIndex items = new ItemIndex(model, new ScalarKernels());
  private final ItemRowCodec itemRows = new ItemRowCodec(model);
  private final UserRowCodec userRows = new UserRowCodec(model);
  private final HistoryCodec histories = new HistoryCodec(items);

  private static final float[] VALUES = {0.25f, 1, 2, -0.5f, 3};

  private static byte[] kept(String name) throws IOException {
    return HexFormat.of().parseHex(Files.readString(FOLDER.resolve(name + ".v1.hex")).strip());
  }

  private static final float[] ITEM_VALUES = {0.25f, 1, 2, -0.5f, 3, 0.6f, 7};

  private final MergedItem item =
      new MergedItem(ITEM_VALUES, 7, Sequences.NONE.with(3, 30).with(1, 10));

  @Test
  void shouldKeepItemRows() throws IOException {
    byte[] bytes = ItemRowCodec.encode(item);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(HexFormat.of().formatHex(kept("item-row")));
    MergedItem read = itemRows.decode("i", kept("item-row"));
    assertThat(read.values()).containsExactly(ITEM_VALUES);
    assertThat(read.count()).isEqualTo(7);
    assertThat(read.sequences().of(1)).isEqualTo(10);
    assertThat(read.sequences().of(3)).isEqualTo(30);
    assertThat(read.sequences().of(2)).isZero();
  }

  @Test
  void shouldKeepUserRows() throws IOException {
    byte[] bytes = UserRowCodec.encode(new UserRow(VALUES.clone(), 9, 1.5));
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(HexFormat.of().formatHex(kept("user-row")));
    UserRow.Snapshot read = userRows.decode("u", kept("user-row")).snapshot();
    assertThat(read.values()).containsExactly(VALUES);
    assertThat(read.count()).isEqualTo(9);
    assertThat(read.influence()).isEqualTo(1.5);
  }

  @Test
  void shouldKeepHistories() throws IOException {
    History history = new History();
    history.apply(new History.Entry(items.number("alien"), true, 4.5f, 1, 1000, 5));
    history.apply(new History.Entry(items.number("ünder"), false, 0, 0, 2000, 6));
    assertThat(HexFormat.of().formatHex(histories.encode(history, 0)))
        .isEqualTo(HexFormat.of().formatHex(kept("history")));
    History read = new History();
    histories.decode("u", kept("history"), read);
    assertThat(read.entries()).containsExactly(history.entries());
  }

  /// The last chunk may be empty, full or just begun.
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 128, 300})
  void shouldKeepHistoriesOfAnyLength(int places) {
    Map<Bytes, byte[]> stored = new HashMap<>();
    RowRecords records =
        new RowRecords() {
          @Override
          public byte[] get(Bytes key) {
            return stored.get(key);
          }

          @Override
          public void put(Bytes key, byte[] value) {
            if (value == null) {
              stored.remove(key);
            } else {
              stored.put(key, value);
            }
          }
        };
    History history = new History();
    for (int place = 0; place < places; place++) {
      history.apply(new History.Entry(items.number("i" + place), true, 4, 1, place, place));
      if (place % 50 == 0) {
        histories.write("u", history, records);
      }
    }
    histories.write("u", history, records);
    assertThat(histories.read("u", records).entries()).containsExactly(history.entries());
    assertThat(histories.read("someone", records)).isNull();
    histories.delete("u", history, records);
    assertThat(stored).isEmpty();
  }

  @Test
  void shouldKeepItemDeltas() throws IOException {
    ItemDelta delta = new ItemDelta(3, 44, -2, VALUES, new float[] {1, 2, 3, 4, 5}, 0);
    assertThat(HexFormat.of().formatHex(ItemDeltaCodec.encode(delta)))
        .isEqualTo(HexFormat.of().formatHex(kept("item-delta")));
    ItemDelta read = ItemDeltaCodec.decode("i", kept("item-delta"), 5);
    assertThat(read.partition()).isEqualTo(3);
    assertThat(read.sequence()).isEqualTo(44);
    assertThat(read.countChange()).isEqualTo(-2);
    assertThat(read.start()).containsExactly(VALUES);
    assertThat(read.change()).containsExactly(1, 2, 3, 4, 5);
  }

  /// Without a time they are as they were before there was one.
  @Test
  void shouldKeepWhenAnItemWasRated() {
    MergedItem rated = new MergedItem(ITEM_VALUES, 7, Sequences.NONE, 1_234_567_890_123L);
    MergedItem readRow = itemRows.decode("i", ItemRowCodec.encode(rated));
    assertThat(readRow.ratedMs()).isEqualTo(1_234_567_890_123L);
    assertThat(readRow.values()).containsExactly(ITEM_VALUES);
    assertThat(itemRows.decode("i", ItemRowCodec.encode(item)).ratedMs()).isZero();
    ItemDelta delta = new ItemDelta(3, 44, 1, null, new float[] {1, 2, 3, 4, 5}, 99);
    ItemDelta readDelta = ItemDeltaCodec.decode("i", ItemDeltaCodec.encode(delta), 5);
    assertThat(readDelta.ratedMs()).isEqualTo(99);
    assertThat(readDelta.change()).containsExactly(1, 2, 3, 4, 5);
    assertThat(readDelta.sequence()).isEqualTo(44);
  }

  @Test
  void shouldKeepWhatWaitsInFewBytes() {
    MergedItem counted = new MergedItem(new float[] {0.5f, 2}, 2, Sequences.NONE.with(4, 40));
    byte[] row = ItemRowCodec.encode(counted);
    assertThat(row).hasSizeLessThan(36);
    MergedItem readRow = itemRows.decode("i", row);
    assertThat(readRow.isWaiting()).isTrue();
    assertThat(readRow.values()).containsExactly(0.5f, 2);
    assertThat(readRow.count()).isEqualTo(2);
    assertThat(readRow.sequences().of(4)).isEqualTo(40);
    assertThatThrownBy(() -> itemRows.decode("", row)) // the shared row never waits
        .isInstanceOf(OtherModelException.class);

    ItemDelta delta = new ItemDelta(3, 44, 1, null, new float[] {0.5f, 1}, 0);
    byte[] sent = ItemDeltaCodec.encode(delta);
    assertThat(sent).hasSizeLessThan(36);
    ItemDelta readDelta = ItemDeltaCodec.decode("i", sent, 5);
    assertThat(readDelta.start()).isNull();
    assertThat(readDelta.change()).containsExactly(0.5f, 1);

    byte[] user = UserRowCodec.encode(new UserRow(new float[0], 2, 0));
    assertThat(user).hasSizeLessThan(20);
    assertThat(userRows.decode("u", user).isWaiting()).isTrue();
    assertThat(userRows.decode("u", user).count()).isEqualTo(2);
  }

  @Test
  void shouldSayWhatIsWrongWithDamagedBytes() {
    byte[] bytes = ItemRowCodec.encode(item);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> itemRows.decode("i", cut)).isInstanceOf(CorruptRowException.class);
    }
    bytes[0] = 9;
    assertThatThrownBy(() -> itemRows.decode("i", bytes))
        .isInstanceOf(CorruptRowException.class)
        .hasMessageContaining("format version 9");
    MergedItem other = new MergedItem(new float[9], 0, Sequences.NONE);
    assertThatThrownBy(() -> itemRows.decode("i", ItemRowCodec.encode(other)))
        .hasMessageContaining("9 floats, the model asks for 7");
  }
}
