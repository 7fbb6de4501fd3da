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
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import dev.eddy.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Formats: what is written is read back, and the bytes of each version, kept in files, stay
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
  private final UserCodec users = new UserCodec(model, items);
  private final PlacesCodec places = new PlacesCodec(items);

  private static final float[] VALUES = {0.25f, 1, 2, -0.5f, 3};

  private static byte[] kept(String name) throws IOException {
    return HexFormat.of().parseHex(Files.readString(FOLDER.resolve(name + ".hex")).strip());
  }

  private static final float[] ITEM_VALUES = {0.25f, 1, 2, -0.5f, 3, 0.6f, 7};

  private final MergedItem item =
      new MergedItem(ITEM_VALUES, 7, Sequences.NONE.with(3, 30).with(1, 10));

  @Test
  void shouldKeepItemRows() throws IOException {
    byte[] bytes = ItemRowCodec.encode(item);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(HexFormat.of().formatHex(kept("item-row.v1")));
    MergedItem read = itemRows.decode("i", kept("item-row.v1"));
    assertThat(read.values()).containsExactly(ITEM_VALUES);
    assertThat(read.count()).isEqualTo(7);
    assertThat(read.sequences().of(1)).isEqualTo(10);
    assertThat(read.sequences().of(3)).isEqualTo(30);
    assertThat(read.sequences().of(2)).isZero();
  }

  private static final class StoredUsers extends MapRecords {
    final MapRecords histories = new MapRecords();

    @Override
    public RowRecords further() {
      return histories;
    }
  }

  private final StoredUsers stored = new StoredUsers();

  private User user(UserRow row) {
    History history = new History();
    history.apply(new History.Entry(items.number("alien"), true, 4.5f, 1, 1000, 5));
    history.apply(new History.Entry(items.number("ünder"), false, 0, 0, 2000, 6));
    history.apply(new History.Entry(items.number("heat"), true, 3.14f, 0.5f, 900, 7));
    return new User(row, history);
  }

  private static void assertEqual(User read, User expected) {
    assertThat(read.row().values()).containsExactly(expected.row().values());
    assertThat(read.row().count()).isEqualTo(expected.row().count());
    assertThat(read.row().influence()).isEqualTo(expected.row().influence());
    assertThat(read.row().windowMs()).isEqualTo(expected.row().windowMs());
    assertThat(read.row().movedInWindow()).isEqualTo(expected.row().movedInWindow());
    assertThat(read.history().entries()).containsExactly(expected.history().entries());
  }

  @Test
  void shouldKeepUsers() throws IOException {
    User user = user(new UserRow(VALUES.clone(), 9, 1.5));
    user.row().movedInWindow(20_000, 1.25);
    users.write("u", user, stored);
    assertThat(stored.histories.stored()).isEmpty();
    assertThat(HexFormat.of().formatHex(stored.get(StoreKey.of("u"))))
        .isEqualTo(HexFormat.of().formatHex(kept("user.v3")));
    assertEqual(users.read("u", stored), user);
    assertThat(users.read("someone", stored)).isNull();
  }

  @Test
  void shouldKeepChunks() throws IOException {
    User user = user(new UserRow(VALUES.clone(), 9, 1.5));
    byte[] bytes = places.encodeChunk(user.history(), 0, 3);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(HexFormat.of().formatHex(kept("history.v2")));
    History read = new History();
    assertThat(places.readChunk("u", bytes, 2, read)).isEqualTo(2);
    assertThat(read.entries()).containsExactly(Arrays.copyOf(user.history().entries(), 2));
  }

  @Test
  void shouldReadUsersOfTheSecondVersion() throws IOException {
    stored.put(StoreKey.of("u"), kept("user.v2"));
    assertEqual(users.read("u", stored), user(new UserRow(VALUES.clone(), 9, 1.5)));
  }

  @Test
  void shouldReadUsersOfTheFirstVersion() throws IOException {
    stored.put(StoreKey.of("u"), kept("user-row.v1"));
    stored.histories.put(StoreKey.of("u", 0), kept("history.v1"));
    History history = new History();
    history.apply(new History.Entry(items.number("alien"), true, 4.5f, 1, 1000, 5));
    history.apply(new History.Entry(items.number("ünder"), false, 0, 0, 2000, 6));
    assertEqual(users.read("u", stored), new User(new UserRow(VALUES.clone(), 9, 1.5), history));
  }

  private History.Entry entry(int place) {
    boolean live = place % 7 != 3;
    return new History.Entry(
        items.number("i" + place),
        live,
        live ? place % 9 * 0.5f + (place % 11 == 0 ? 0.1f : 0) : 0,
        live ? place % 5 == 0 ? 2.5f : 1 : 0,
        1_500_000_000_000L + place * (place % 2 == 0 ? 1000L : -3L),
        place * 3L);
  }

  private void append(User user, int from, int to) {
    for (int place = from; place < to; place++) {
      user.history().apply(entry(place));
    }
  }

  /// The last chunk may be empty, full or just begun, and so may be the newest places.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 63, 64, 65, 79, 80, 128, 300})
  void shouldKeepHistoriesOfAnyLength(int size) {
    User user = new User(new UserRow(VALUES.clone(), 0, 0), new History());
    Random random = new Random(size);
    for (int place = 0; place < size; place++) {
      append(user, place, place + 1);
      if (random.nextInt(5) == 0) { // an earlier one changes
        int earlier = random.nextInt(place + 1);
        user.history()
            .apply(
                new History.Entry(
                    items.number("i" + earlier), true, 1, 1, 1_600_000_000_000L + place, place));
      }
      if (random.nextInt(20) == 0) {
        users.write("u", user, stored);
        assertEqual(users.read("u", stored), user);
      }
    }
    users.write("u", user, stored);
    assertEqual(users.read("u", stored), user);
    users.delete("u", user, stored);
    assertThat(stored.stored()).isEmpty();
    assertThat(stored.histories.stored()).isEmpty();
  }

  /// A user that was stored by the first version goes on in the second one.
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 20, 63, 64, 65, 130})
  void shouldGoOnFromTheFirstVersion(int size) {
    UserRow row = new UserRow(VALUES.clone(), size, 0);
    User user = new User(row, new History());
    append(user, 0, size);
    stored.put(StoreKey.of("u"), firstVersion(row));
    for (int from = 0; from < size; from += UserCodec.CHUNK) {
      int to = Math.min(size, from + UserCodec.CHUNK);
      stored.histories.put(
          StoreKey.of("u", from / UserCodec.CHUNK), firstVersion(user.history(), from, to));
    }
    for (int more : new int[] {0, 1, 7, 40}) {
      User read = users.read("u", stored);
      assertEqual(read, user);
      append(user, size, size + more);
      append(read, size, size + more);
      size += more;
      users.write("u", read, stored);
    }
    assertEqual(users.read("u", stored), user);
  }

  private static byte[] firstVersion(UserRow row) {
    ByteBuffer out = ByteBuffer.allocate(1 + 4 + 8 + 4 + 4 * row.values().length);
    out.put((byte) 1).putInt(row.count()).putDouble(row.influence());
    out.putInt(row.values().length).asFloatBuffer().put(row.values());
    return out.array();
  }

  private byte[] firstVersion(History history, int from, int to) {
    ByteBuffer out = ByteBuffer.allocate(100 * (to - from) + 3);
    out.put((byte) 1).putShort((short) (to - from));
    for (int place = from; place < to; place++) {
      History.Entry entry = history.entry(place);
      byte[] id = items.id(entry.item()).getBytes(StandardCharsets.UTF_8);
      out.putShort((short) id.length).put(id).put((byte) (entry.live() ? 1 : 0));
      out.putFloat(entry.rating()).putFloat(entry.weight());
      out.putLong(entry.timeMs()).putLong(entry.offset());
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void shouldSayWhatIsWrongWithADamagedUser() {
    User user = user(new UserRow(VALUES.clone(), 9, 1.5));
    append(user, 3, 40);
    users.write("u", user, stored);
    byte[] bytes = stored.get(StoreKey.of("u"));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> users.decode("u", cut, stored))
          .isInstanceOf(CorruptRowException.class);
    }
    byte[] chunk = stored.histories.get(StoreKey.of("u", 0));
    for (int length = 0; length < chunk.length; length++) {
      stored.histories.put(StoreKey.of("u", 0), Arrays.copyOf(chunk, length));
      assertThatThrownBy(() -> users.read("u", stored)).isInstanceOf(CorruptRowException.class);
    }
    stored.histories.put(StoreKey.of("u", 0), null);
    assertThatThrownBy(() -> users.read("u", stored))
        .isInstanceOf(TornRowException.class)
        .hasMessageContaining("ends at place 0 of 32");
  }

  /// What is there of a history is kept, and written whole the next time.
  @Test
  void shouldKeepWhatIsLeftOfATornUser() {
    User user = new User(new UserRow(VALUES.clone(), 100, 0), new History());
    append(user, 0, 100);
    users.write("u", user, stored);
    stored.histories.put(StoreKey.of("u", 1), null);
    assertThatThrownBy(() -> users.read("u", stored)).isInstanceOf(TornRowException.class);
    assertThat(users.readAlone("u", stored).row().count()).isEqualTo(100);
    User left = users.salvage("u", stored, new TornRowException("as the test wants it"));
    List<History.Entry> expected = new ArrayList<>();
    for (int place = 0; place < 100; place++) {
      if (place < UserCodec.CHUNK || place >= 96) {
        expected.add(entry(place));
      }
    }
    assertThat(left.history().entries()).containsExactlyElementsOf(expected);
    users.write("u", left, stored);
    assertEqual(users.read("u", stored), left);
  }

  @Test
  void shouldKeepItemDeltas() throws IOException {
    ItemDelta delta = new ItemDelta(3, 44, -2, VALUES, new float[] {1, 2, 3, 4, 5}, 0);
    assertThat(HexFormat.of().formatHex(ItemDeltaCodec.encode(delta)))
        .isEqualTo(HexFormat.of().formatHex(kept("item-delta.v1")));
    ItemDelta read = ItemDeltaCodec.decode("i", kept("item-delta.v1"), 5);
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

    byte[] user = users.encode(new User(new UserRow(new float[0], 2, 0), new History()));
    assertThat(user).hasSizeLessThan(24);
    assertThat(users.decode("u", user, stored).row().isWaiting()).isTrue();
    assertThat(users.decode("u", user, stored).row().count()).isEqualTo(2);
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
