package dev.eddy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.Failure;
import dev.eddy.failure.UnknownFormatException;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The format of users' histories.
class UserCodecTest {

  private static final int BLOCK = History.BLOCK;
  private static final int KEPT = 256;

  private final Model model =
      new DotModel(
          SomeSettings.forScale(0, 5)
              .factors(2)
              .admission(new AdmissionSettings(1, KEPT, 0, 0))
              .build(),
          new ScalarKernels());
  private final ItemIndex items = new ItemIndex(model, new ScalarKernels());
  private final UserCodec codec = new UserCodec(items, model.userLayout().length());
  private final MapRecords stored = new MapRecords();

  private static User newUser() {
    return new User(new UserRow(0, 0), new History());
  }

  private User read() {
    return codec.read("u", stored);
  }

  private void write(User user) {
    codec.write("u", user, stored);
  }

  private static void assertSame(User read, User expected, String when) {
    assertThat(read.row().count()).as(when).isEqualTo(expected.row().count());
    assertThat(read.row().learned()).as(when).isEqualTo(expected.row().learned());
    assertThat(read.row().influence()).as(when).isEqualTo(expected.row().influence());
    assertThat(read.row().windowMs()).as(when).isEqualTo(expected.row().windowMs());
    assertThat(read.row().movedInWindow()).as(when).isEqualTo(expected.row().movedInWindow());
    assertThat(read.row().isSolved()).as(when).isFalse();
    assertThat(read.history().stamp()).as(when).isEqualTo(expected.history().stamp());
    HistoryView history = expected.history().view();
    assertThat(read.history().view().first()).as(when).isEqualTo(history.first());
    assertThat(read.history().view().entries()).as(when).containsExactly(history.entries());
    assertThat(read.history().dirtyBlocks().isEmpty()).as(when).isTrue();
  }

  /// Events without a rating, of few items and kinds so that many come again, stored now and then.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldRestoreEventsWithoutARating(long seed) {
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    User user = newUser();
    for (int event = 0; event < 700; event++) {
      int item = items.number("item " + random.nextInt(40));
      History.Entry entry =
          new History.Entry(
              item, 1 + random.nextInt(3), true, Float.NaN, random.nextInt(4) - 1, event, event);
      user.ownInteractions().apply(entry);
      if (random.nextInt(5) == 0) {
        user.ownInteractions().keepLatest(KEPT);
        write(user);
        User restored = read();
        assertThat(restored.interactionsView().entries())
            .containsExactly(user.interactionsView().entries());
        assertThat(restored.interactions().stamp()).isEqualTo(user.interactions().stamp());
        assertThat(restored.history().size()).isZero();
        user = restored;
      }
    }
    HistoryView view = user.interactionsView();
    assertThat(Arrays.stream(view.entries()).filter(History.Entry::live)).hasSize(120);
    assertThat(view.size() - view.first()).isLessThan(300);
    write(user);
    codec.delete("u", user, stored);
    assertThat(stored.stored()).isEmpty();
  }

  @Test
  void shouldKeepTheFormat() throws IOException {
    User user = new User(new UserRow(9, 12, 1.5), new History());
    user.row().movedInWindow(20_000, 1.25);
    for (int place = 0; place < BLOCK; place++) {
      user.history().apply(new History.Entry(items.number("i" + place), true, 4, 1, 900, place));
    }
    user.history().apply(new History.Entry(items.number("alien"), true, 4.5f, 1, 1000, 50));
    user.history().apply(new History.Entry(items.number("ünder"), false, 0, 0, 2000, 60));
    user.history().apply(new History.Entry(items.number("heat"), true, 3.14f, 0.5f, 900, 70));
    write(user);
    assertThat(stored.stored()).hasSize(2);
    CodecTest.assertKept(stored.get(StoreKey.of("u")), "user.v3");
    CodecTest.assertKept(stored.get(StoreKey.of("u", 0)), "user-block.v1");
    stored.put(StoreKey.of("u"), CodecTest.kept("user.v3"));
    stored.put(StoreKey.of("u", 0), CodecTest.kept("user-block.v1"));
    assertSame(read(), user, "as it was kept");
    assertThat(codec.read("someone", stored)).isNull();
  }

  /// An event of an item that the user has rated or not: a rating in halves or another one, of
  /// some weight, or a withdrawal; late or not.
  private History.Entry event(SplittableRandom random, int item, int offset) {
    boolean live = random.nextInt(6) > 0;
    float rating =
        random.nextInt(4) > 0 ? random.nextInt(11) / 2f : 5 * (float) random.nextDouble();
    float weight = random.nextInt(4) > 0 ? 1 : 10 * (float) random.nextDouble();
    float part = random.nextInt(4) > 0 ? 1 : 1 - (float) random.nextDouble();
    return new History.Entry(
            items.number("i" + item),
            live,
            live ? rating : 0,
            live ? weight : 0,
            1_500_000_000_000L + random.nextLong(-1_000_000_000L, 1_000_000_000L),
            offset)
        .counting(live ? part : 1);
  }

  // Every length there is up to one, each written and read on the way: from a user in memory, and
  // from one who was read each time.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldKeepHistoriesOfAnyLength(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    User user = newUser();
    int offset = 0;
    for (int length = 0; length <= 200; length++) {
      while (user.history().size() < length) {
        user.history().apply(event(random, random.nextInt(length), offset++));
        if (random.nextInt(3) == 0) {
          user.history().apply(event(random, length - 1, offset++));
        }
      }
      user.row().movedInWindow(random.nextLong(), random.nextDouble());
      write(user);
      String when = "seed %d, length %d".formatted(seed, length);
      assertSame(read(), user, when);
      assertThat(stored.stored()).as(when).hasSize(1 + length / BLOCK);
      if (random.nextBoolean()) {
        user = read();
      }
    }
    assertThat(user.history().view().entries())
        .as("seed %d, what there was", seed)
        .anyMatch(entry -> !entry.live())
        .anyMatch(entry -> entry.live() && entry.rating() * 2 != (int) (entry.rating() * 2))
        .anyMatch(entry -> entry.live() && entry.weight() != 1);
    codec.delete("u", user, stored);
    assertThat(stored.stored()).isEmpty();
  }

  @Test
  void shouldKeepTheStampOfAHistoryThatHoldsNothing() {
    User user = newUser();
    write(user);
    assertThat(read().history().stamp()).isEqualTo(History.Stamp.NONE);
    assertThat(read().row().windowMs()).isEqualTo(UserRow.NO_WINDOW);
  }

  private Learner learner() {
    return new Learner(model, items, 0, Metadata.NONE);
  }

  private void append(User user, int from, int to) {
    for (int place = from; place < to; place++) {
      user.history()
          .apply(
              new History.Entry(
                  items.number("i" + place), true, 3, 1, 1_500_000_000_000L + place, place));
    }
  }

  // The oldest blocks leave, and their records do, whether the user was in memory or read.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRemoveTheRecordsOfBlocksThatLeft(boolean readEachTime) {
    User user = newUser();
    for (int length = 0; length < KEPT + 100; length += 7) {
      append(user, length, length + 7);
      boolean leave = !learner().expireOldest(user).isEmpty();
      write(user);
      int first = user.history().view().first();
      assertThat(leave).isEqualTo(length + 7 >= KEPT + BLOCK && first > length - KEPT);
      assertSame(read(), user, "length " + length);
      List<Bytes> expected = new ArrayList<>(List.of(StoreKey.of("u")));
      for (int block = first / BLOCK; block < user.history().size() / BLOCK; block++) {
        expected.add(StoreKey.of("u", block));
      }
      assertThat(stored.stored()).as("length %d", length).containsOnlyKeys(expected);
      if (readEachTime) {
        user = read();
      }
    }
    assertThat(user.history().view().first()).isPositive();
    codec.delete("u", user, stored);
    assertThat(stored.stored()).isEmpty();
  }

  // Blocks that have left in memory only lie in the store still.
  @Test
  void shouldDeleteBlocksThatLeftAndAreStillStored() {
    User user = newUser();
    append(user, 0, KEPT + 2 * BLOCK);
    write(user);
    assertThat(learner().expireOldest(user)).hasSize(2 * BLOCK);
    codec.delete("u", user, stored);
    assertThat(stored.stored()).isEmpty();
  }

  @Test
  void shouldWriteTheHeadAndTheBlocksThatChanged() {
    User user = newUser();
    append(user, 0, 40);
    write(user);
    assertThat(stored.written())
        .containsExactlyInAnyOrder(StoreKey.of("u"), StoreKey.of("u", 0), StoreKey.of("u", 1));
    append(user, 40, 41);
    write(user);
    assertThat(stored.written()).as("one more").containsExactly(StoreKey.of("u"));
    user = read();
    append(user, 41, 47);
    write(user);
    assertThat(stored.written()).as("more of a user read").containsExactly(StoreKey.of("u"));
    append(user, 47, 48);
    write(user);
    assertThat(stored.written())
        .as("the sixteenth")
        .containsExactlyInAnyOrder(StoreKey.of("u"), StoreKey.of("u", 2));
    user.history().apply(new History.Entry(items.number("i3"), false, 0, 0, 1L << 42, 48));
    write(user);
    assertThat(stored.written())
        .as("an old one is withdrawn")
        .containsExactlyInAnyOrder(StoreKey.of("u"), StoreKey.of("u", 0));
    user.row().movedInWindow(1, 2);
    write(user);
    assertThat(stored.written()).as("no rating changed").containsExactly(StoreKey.of("u"));
    assertSame(read(), user, "after all");
  }

  @Test
  void shouldDecodeTheHeadAlone() {
    User user = newUser();
    append(user, 0, 40);
    user.row().movedInWindow(20_000, 1.25);
    write(user);
    User alone = codec.decodeAlone("u", stored.get(StoreKey.of("u")));
    assertThat(alone.row().count()).isEqualTo(user.row().count());
    assertThat(alone.row().windowMs()).isEqualTo(20_000);
    assertThat(alone.history().stamp()).isEqualTo(user.history().stamp());
    assertThat(alone.history().view().entries()).isEmpty();
  }

  private void assertCorrupt(String what) {
    assertRefused(DamagedRecordException.class, what);
  }

  private void assertRefused(Class<? extends Failure> why, String what) {
    assertThatThrownBy(this::read).as(what).isInstanceOf(why).hasMessageContaining("user u");
  }

  @Test
  void shouldSayWhoseBytesAreDamaged() {
    User user = newUser();
    append(user, 0, 40);
    write(user);
    for (Bytes key : List.of(StoreKey.of("u"), StoreKey.of("u", 0), StoreKey.of("u", 1))) {
      byte[] bytes = stored.get(key);
      for (int length = 0; length < bytes.length; length++) {
        stored.put(key, Arrays.copyOf(bytes, length));
        assertCorrupt("%s, cut after %d bytes".formatted(key, length));
      }
      stored.put(key, Arrays.copyOf(bytes, bytes.length + 1));
      assertCorrupt(key + ", with a byte more");
      for (byte version : new byte[] {0, 4, 9, -1}) {
        byte[] other = bytes.clone();
        other[0] = version;
        stored.put(key, other);
        assertRefused(
            version > 0 ? UnknownFormatException.class : DamagedRecordException.class,
            "%s, version %d".formatted(key, version));
      }
      stored.put(key, "{\"userId\":\"u\"}".getBytes(StandardCharsets.UTF_8));
      assertCorrupt(key + ", not ours");
      stored.put(key, bytes);
    }
    stored.put(StoreKey.of("u", 1), null);
    assertThatThrownBy(this::read)
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageContainingAll("user u", "is missing entries 16 to 31");
    stored.put(StoreKey.of("u"), null);
    assertThat(read()).as("without a head there is nobody").isNull();
  }

  // Whatever bytes turn into, they are read as some user or refused.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNotFailOtherwiseWhateverBytesTurnInto(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    User user = newUser();
    append(user, 0, 40);
    write(user);
    int refused = 0;
    for (int n = 0; n < 3_000; n++) {
      Bytes key = n % 2 == 0 ? StoreKey.of("u") : StoreKey.of("u", n / 2 % 2);
      byte[] bytes = stored.get(key);
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      stored.put(key, damaged);
      try {
        assertThat(read().history().size()).as("seed %d, %d", seed, n).isNotNegative();
      } catch (Failure e) {
        assertThat(e).as("seed %d, %d", seed, n).hasMessageContaining("user u");
        refused++;
      }
      stored.put(key, bytes);
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  // Ratings in halves of items with an id of five bytes, some seconds and some thousands of
  // offsets apart. What is written for one is the head, with half a block of places, and a
  // sixteenth of a block.
  @Test
  void shouldTakeFewBytesForARating() {
    int ratings = 160;
    SplittableRandom random = new SplittableRandom(4);
    User user = newUser();
    long timeMs = 1_500_000_000_000L;
    long offset = 20_000_000_000L;
    for (int n = 0; n < ratings; n++) {
      timeMs += random.nextInt(2_000, 60_000);
      offset += random.nextInt(1, 100_000);
      int item = items.number("%05d".formatted(n));
      user.history().apply(new History.Entry(item, true, n % 11 / 2f, 1, timeMs, offset));
      write(user);
    }
    int place =
        1 // marks
            + 1 // length of the id
            + 5
            + 1 // rating
            + ByteUtils.sizeOfVarlong(60_000)
            + ByteUtils.sizeOfVarlong(100_000);
    int absolute = ByteUtils.sizeOfVarlong(timeMs) + ByteUtils.sizeOfVarlong(offset);
    int block = 1 + BLOCK * place + absolute;
    int head = // without places
        1
            + 1 // count
            + Double.BYTES
            + Long.BYTES
            + Double.BYTES
            + ByteUtils.sizeOfVarlong(offset)
            + 3 * ByteUtils.sizeOfUnsignedVarint(ratings);
    long storedBytes = stored.stored().values().stream().mapToLong(bytes -> bytes.length).sum();
    assertThat(storedBytes).isLessThanOrEqualTo(head + ratings / BLOCK * block);
    int written = head + absolute + (BLOCK - 1) * place / 2 + block / BLOCK + 1;
    assertThat(stored.writtenBytes() / ratings).isLessThanOrEqualTo(written).isLessThan(200);
  }
}
