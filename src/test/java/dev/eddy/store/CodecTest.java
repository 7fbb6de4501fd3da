package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.Loss;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.OtherModelException;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Formats of items: what is written is read back, and is what the bytes say that are kept in
/// files: another format needs another version.
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
  private final ItemRowCodec itemRows = new ItemRowCodec(model);

  private static final float[] VALUES = {0.25f, 1, 2, -0.5f, 3};

  static byte[] kept(String name) throws IOException {
    return HexFormat.of().parseHex(Files.readString(FOLDER.resolve(name + ".hex")).strip());
  }

  static void assertKept(byte[] bytes, String name) throws IOException {
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(HexFormat.of().formatHex(kept(name)));
  }

  private static final float[] ITEM_VALUES = {0.25f, 1, 2, -0.5f, 3, 0.6f, 7};

  private final MergedItem item =
      new MergedItem(ITEM_VALUES, 7, Sequences.NONE.with(3, 30).with(1, 10));

  @Test
  void shouldKeepItemRows() throws IOException {
    assertKept(ItemRowCodec.encode(item), "item-row.v1");
    MergedItem read = itemRows.decode("i", kept("item-row.v1"));
    assertThat(read.values()).containsExactly(ITEM_VALUES);
    assertThat(read.count()).isEqualTo(7);
    assertThat(read.sequences().of(1)).isEqualTo(10);
    assertThat(read.sequences().of(3)).isEqualTo(30);
    assertThat(read.sequences().of(2)).isZero();
  }

  @Test
  void shouldKeepItemDeltas() throws IOException {
    ItemDelta delta = new ItemDelta(3, 44, -2, VALUES, new float[] {1, 2, 3, 4, 5}, 0);
    assertKept(ItemDeltaCodec.encode(delta), "item-delta.v1");
    ItemDelta read = ItemDeltaCodec.decode("i", kept("item-delta.v1"), 5);
    assertThat(read.partition()).isEqualTo(3);
    assertThat(read.sequence()).isEqualTo(44);
    assertThat(read.countChange()).isEqualTo(-2);
    assertThat(read.start()).containsExactly(VALUES);
    assertThat(read.change()).containsExactly(1, 2, 3, 4, 5);
  }

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
  }

  @Test
  void shouldSayWhatIsWrongWithDamagedBytes() {
    byte[] bytes = ItemRowCodec.encode(item);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> itemRows.decode("i", cut))
          .isInstanceOf(DamagedRecordException.class);
    }
    for (byte version : new byte[] {2, 9, 31}) {
      bytes[0] = version;
      assertThatThrownBy(() -> itemRows.decode("i", bytes))
          .isInstanceOf(UnknownFormatException.class)
          .hasMessageContaining("format version " + version);
    }
    for (byte noVersion : new byte[] {0, -1, 32, '{', 'x'}) { // somebody's text, say
      bytes[0] = noVersion;
      assertThatThrownBy(() -> itemRows.decode("i", bytes))
          .isInstanceOf(DamagedRecordException.class)
          .isNotInstanceOf(UnknownFormatException.class);
    }
    MergedItem other = new MergedItem(new float[9], 0, Sequences.NONE);
    assertThatThrownBy(() -> itemRows.decode("i", ItemRowCodec.encode(other)))
        .hasMessageContaining("9 floats, but the model needs 7");
  }
}
